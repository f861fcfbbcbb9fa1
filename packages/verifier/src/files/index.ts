export * from './bundleAddresses';
export * from './FileHost';
