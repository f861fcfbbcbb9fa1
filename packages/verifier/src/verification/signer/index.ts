export { ambiguityOf } from './ambiguity';
export { signerIdentity } from './identity';
export { subjectNames } from './names';
