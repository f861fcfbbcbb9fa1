export * from './useCheck';
export * from './useEnvironments';
export * from './useNow';
export * from './useOpenUsage';
export * from './useQuery';
export * from './useUsageDetail';
export * from './useUsages';
