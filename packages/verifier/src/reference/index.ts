export * from './reference';
export { parseReference } from './parseReference';
