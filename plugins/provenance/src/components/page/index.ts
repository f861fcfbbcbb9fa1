export * from './ProvenancePage';
export * from './ProvenancePageContent';
