export * from './EntityProvenanceContent';
