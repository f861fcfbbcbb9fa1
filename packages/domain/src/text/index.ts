export * from './visibleText';
export * from './describeSigner';
