export * from './checkSigners';
export * from './ConfigurationError';
export * from './nearestKey';
export * from './readAcceptance';
export type { Governance } from './readGovernance';
export * from './readPattern';
export * from './readUnfinishedRule';
export * from './Section';
