export * from './checkSigners';
export * from './ConfigurationError';
export * from './nearestKey';
export * from './readAcceptance';
export * from './readPattern';
export * from './Section';
