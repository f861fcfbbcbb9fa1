export * from './codes';
export * from './explanation';
