export * from './bindingInWords';
export * from './builderInWords';
export * from './distrustInWords';
export * from './governedKeyInWords';
export * from './modesInWords';
export { referenceInWords, starsInWords } from './patternInWords';
export * from './requirementInWords';
export * from './ruleInWords';
export { signerInWords, type SignerInWords } from './signerInWords';
