export * from './AuthorityCollector';
export { checkKeyNames, checkKeys, withGovernedKeys } from './governedKeys';
export * from './keeping';
export * from './TrustAudit';
export * from './TrustFindings';
export * from './TrustReport';
export * from './Trust';
export * from './TrustedAuthorities';
