export * from './canonicalJson';
export * from './sha256';
export * from './visibleText';
export * from './describeSigner';
