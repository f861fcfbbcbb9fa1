export * from './distrust';
export * from './issuers';
export * from './lint';
export * from './requirement';
export * from './reviewedBuilders';
export * from './rule';
export * from './parse';
export * from './yaml';
