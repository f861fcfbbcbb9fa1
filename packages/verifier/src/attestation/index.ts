export * from './predicates';
export * from './repositoryAddress';
export * from './statement';
