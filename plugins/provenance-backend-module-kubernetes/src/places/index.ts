export * from './Places';
export * from './readPlaces';
