export * from './provenanceApiRef';
