export * from './gzip';
export * from './pushImage';
export * from './tar';
export * from './zip';
