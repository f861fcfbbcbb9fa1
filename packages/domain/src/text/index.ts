export * from './canonicalJson';
export * from './visibleText';
export * from './describeSigner';
