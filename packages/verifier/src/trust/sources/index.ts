export type { AuthoritySource, SourceState } from './AuthoritySource';
export type { TufMetadata, TufRole } from '../tuf/TufMetadata';
export { fixedSource } from './fixedSource';
export { mirrorAddress, type MirrorAccess } from './mirror';
export { publicGoodSource, tufSource, type SourceOptions } from './tufSource';
export { urlSource } from './urlSource';
