import type { Digest } from './digest';

/**
 * Names of the claims that an identity provider put into a signing certificate; `workflowName` is from the deprecated
 * .4, and no newer extension has it.
 *
 * @remarks Source: Fulcio, oid-info, 1.3.6.1.4.1.57264.1.9 to .24; the deprecated .2, .3, .5 and .6 fill a name that is missing.
 * @public
 */
export const claimNames = [
  'buildSignerUri',
  'buildSignerDigest',
  'runnerEnvironment',
  'sourceRepository',
  'sourceDigest',
  'sourceRef',
  'sourceRepositoryId',
  'owner',
  'ownerId',
  'buildConfigUri',
  'buildConfigDigest',
  'buildTrigger',
  'runInvocationUri',
  'sourceVisibility',
  'deploymentEnvironment',
  'tokenSubject',
  'workflowName',
] as const;

/** @public */
export type ClaimName = (typeof claimNames)[number];

/**
 * Claims by name. All are the certificate's words, in force only where the evidence proves the certificate.
 *
 * @public
 */
export type SignerClaims = Partial<Record<ClaimName, string>>;

/** @public */
export interface CertificateIdentity {
  type: 'certificate';
  /** OIDC issuer, exactly as in the certificate. */
  issuer: string;
  /** Subject alternative name, exactly as in the certificate. */
  subject: string;
  subjectType: 'uri' | 'email' | 'other';
  claims: SignerClaims;
  /** SHA-256 of the certificate's DER form. */
  fingerprint: Digest;
  /** Validity of the certificate. ISO 8601, UTC. */
  notBefore: string;
  notAfter: string;
}

/** @public */
export interface KeyIdentity {
  type: 'key';
  /** SHA-256 of the key's SubjectPublicKeyInfo in DER. Absent while no authority proved which key it was. */
  fingerprint?: Digest;
}

/**
 * Who signed: an identity in a certificate, or a key (S2.1).
 *
 * @public
 */
export type SignerIdentity = CertificateIdentity | KeyIdentity;
