export * from './input';
export { judge } from './judge';
export { buildLevelOf } from './buildLevel';
export { judgeRevision } from './revision';
