export * from './bundle';
export { CertificateTransparencyLog } from './CertificateTransparencyLog';
export {
  inTotoPayloadType,
  type DsseEnvelope,
  type SignableContent,
  type SignedContent,
} from './content';
export * from './Fulcio';
export type { FulcioClaims } from './fulcioExtensions';
export {
  generateKeyPair,
  publicKeyPem,
  type KeyKind,
  type KeyPair,
} from './keys';
export * from './identities';
export * from './LogEntry';
export * from './Rekor';
export {
  rekorV1EntryKinds,
  type RekorBody,
  type RekorV1EntryKind,
} from './rekorBody';
export { rekorV2EntryKinds, type RekorV2EntryKind } from './rekorBodyV2';
export * from './RekorV2';
export type { HashName, SignatureScheme } from './signBytes';
export * from './signing';
export * from './SigstoreInstance';
export * from './tamper';
export * from './TimestampAuthority';
export type { TrustedRootJson, TrustedRootOptions } from './trustedRoot';
export {
  extendedKeyUsages,
  type AlternativeName,
  type AlternativeNameType,
} from './x509';
