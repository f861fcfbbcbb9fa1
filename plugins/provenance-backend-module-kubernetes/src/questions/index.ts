export * from './askCluster';
export * from './inParallel';
export * from './questionsOf';
