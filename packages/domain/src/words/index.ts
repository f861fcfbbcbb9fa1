export * from './builderInWords';
export * from './distrustInWords';
export * from './modesInWords';
export * from './patternInWords';
export * from './requirementInWords';
export * from './ruleInWords';
export * from './signerInWords';
