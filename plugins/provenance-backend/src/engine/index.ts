export { evidenceInForce } from './completeEvidence';
export * from './Engine';
export * from './EngineContext';
export * from './generation';
export * from './judgeUnseen';
export * from './JudgeContext';
export type { Looker } from './lookAt';
export * from './rejudge';
export * from './Verification';
