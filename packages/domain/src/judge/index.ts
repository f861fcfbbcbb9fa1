export * from './input';
export { judge } from './judge';
export * from './renewJudgement';
export * from './repositoryIdentity';
export * from './servedMaterials';
export * from './signerStanding';
export { buildLevelOf } from './buildLevel';
export { judgeRevision } from './revision';
