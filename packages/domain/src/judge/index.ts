export * from './input';
export { judge } from './judge';
export * from './signerStanding';
export { buildLevelOf } from './buildLevel';
export { judgeRevision } from './revision';
