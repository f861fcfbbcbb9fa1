export * from './ProvenanceConfiguration';
export * from './readConfiguration';
