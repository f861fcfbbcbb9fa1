export * from './fillTemplate';
export * from './KnownIssuer';
export * from './knownIssuers';
export * from './SignerTemplate';
