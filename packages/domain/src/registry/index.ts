export * from './distrust';
export * from './requirement';
export * from './reviewedBuilders';
export * from './rule';
export * from './parse';
