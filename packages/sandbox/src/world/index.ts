export type { Act } from './acts';
export { CatalogFileError } from './catalog';
export * from './expectation';
export type { Stage, TrustMaterial } from './Stage';
export * from './startWorld';
