export * from './startTufMirror';
export { TufKey } from './TufKey';
export * from './TufRepository';
