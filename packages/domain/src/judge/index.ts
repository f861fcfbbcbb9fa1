export { applicableRules, type Chosen } from './applicableRules';
export { isDistrusted } from './distrust';
export * from './input';
export { judge } from './judge';
export {
  compareMatches,
  matchSigner,
  type ProvenSigner,
  type SignerMatch,
} from './matchSigner';
export {
  noEntity,
  ownRepositoryOf,
  type OwnRepository,
  type OwnRepositoryInput,
} from './ownRepository';
export * from './renewJudgement';
export * from './repositoryIdentity';
export * from './servedMaterials';
export * from './signerStanding';
export { buildLevelOf } from './buildLevel';
export { judgeRevision } from './revision';
