export type { AdmittedSigner } from './admitted';
export type { AdmittedIdentities, AdmittedIdentity } from './AdmittedTally';
export * from './blockersOf';
export * from './Flip';
export { RegistryPair } from './RegistryPair';
export type { ReplayCounts, ReplayFacet, ReplayFacets } from './ReplayCounts';
export * from './ReplayTally';
export * from './replayUsage';
