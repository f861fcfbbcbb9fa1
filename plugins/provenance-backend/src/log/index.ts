export { appendToLog } from './appendToLog';
export { appendTransition } from './appendTransition';
export * from './LogEntry';
export { readHead, type LogHead } from './withHead';
export { sealAll, startSealer } from './startSealer';
export * from './VerdictBasis';
export { checkIntegrity, type IntegrityOptions } from './checkIntegrity';
