/**
 * The countersign command: who signed this image or file, and were they allowed to?
 *
 * @packageDocumentation
 */
export { main } from './main';
export { run } from './run';
export { exitCodes, type Ending } from './exit/exitCodes';
export type { Surroundings } from './Surroundings';
export type {
  Inspection,
  ReasonReport,
  Report,
  SignatureReport,
  SourceLook,
} from './output';
