/**
 * Finds the signed material of images and files and proves who signed it.
 *
 * @packageDocumentation
 */
export {
  ArtifactClient,
  type ArtifactClientOptions,
  type Collected,
  type LookOptions,
} from './ArtifactClient';
export { LocalClient, type LocalLook } from './LocalClient';
export { LookError } from './LookError';
export {
  boundsOfLimit,
  defaultLimits,
  type LimitName,
  type Limits,
} from './limits';
export type { FileHostAccess } from './files';
export type { HostContact } from './http';
export {
  configuredCredentials,
  type CredentialRequest,
  type CredentialSource,
  type RegistryAccess,
  type RegistryCredential,
} from './oci';
export * from './reference';
export * from './material';
export * from './trust';
export {
  verifyMaterial,
  type VerificationContext,
} from './verification/verifyMaterial';
export { withMemo } from './verification/sigstore/memo';
export { onlyClaimsDisagree } from './verification/onlyClaimsDisagree';
export { unsafeRevisions, verifierRevision } from './verification/revision';
export * from './webhook';
export * from './workers';
