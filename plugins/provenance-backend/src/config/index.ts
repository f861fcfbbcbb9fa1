export * from './allowedHosts';
export * from './ProvenanceConfiguration';
export * from './readConfiguration';
