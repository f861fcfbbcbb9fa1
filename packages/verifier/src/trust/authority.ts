import type { KeyObject } from 'node:crypto';
import type { Digest } from '@countersign/domain';
import type { TrustMaterial } from '@sigstore/verify';

/**
 * A named piece of trust, loaded and checked (S1.4). Made by {@link sigstoreAuthority}, {@link publicGoodAuthority} or
 * {@link keyAuthority} and by nothing else.
 *
 * @public
 */
export type Authority = SigstoreAuthority | KeyAuthority;

/**
 * A Sigstore trust root: certificate authorities, logs and timestamp authorities with their windows.
 *
 * @public
 */
export interface SigstoreAuthority {
  /** What rules and evidence call it. */
  readonly name: string;
  /** A trust root, not a key. */
  readonly kind: 'sigstore';
  /** SHA-256 over the canonical content; the name is not part of it. */
  readonly digest: Digest;
  /** How many proofs each signature needs. */
  readonly thresholds: SigstoreThresholds;
  /** Plain data from which {@link authorityFromContent} builds the same authority again. */
  readonly content: SigstoreAuthorityContent;
  /** @internal */
  readonly trust: TrustMaterial;
}

/**
 * How many proofs a signature needs, each from another log or timestamp authority. None is fewer than one, unless the
 * word says so: an instance without logs or without certificate transparency is a decision, never an omission.
 *
 * @public
 */
export interface SigstoreThresholds {
  /** Transparency logs that have the signature. */
  readonly logEntries: number | 'none';
  /** Certificate transparency logs that promised the certificate. */
  readonly scts: number | 'none';
  /** Logs and timestamp authorities that prove when the signature was made. */
  readonly times: number;
}

/**
 * One public key.
 *
 * @public
 */
export interface KeyAuthority {
  /** What rules and evidence call it. */
  readonly name: string;
  /** A key, not a trust root. */
  readonly kind: 'key';
  /** SHA-256 over fingerprint, window and log; the name is not part of it. */
  readonly digest: Digest;
  /** SHA-256 of the key's SubjectPublicKeyInfo in DER. */
  readonly fingerprint: Digest;
  /** Plain data from which {@link authorityFromContent} builds the same authority again. */
  readonly content: KeyAuthorityContent;
  /** @internal */
  readonly key: KeyObject;
  /** Before this day the key is nobody's. */
  readonly notBefore?: Date;
  /** Signatures count only where they are proven to be older (S7.2). */
  readonly notAfter?: Date;
  /** Whose logs and timestamp authorities prove times for signatures of this key; without it nothing does. */
  readonly log?: SigstoreAuthority;
}

/**
 * An authority as plain data: parsed keys and certificates cannot travel to a worker, their texts can.
 *
 * @public
 */
export type AuthorityContent = SigstoreAuthorityContent | KeyAuthorityContent;

/** @public */
export interface SigstoreAuthorityContent {
  readonly kind: 'sigstore';
  readonly name: string;
  /** A `trusted_root.json`, as it was understood. */
  readonly trustedRoot: object;
  /** Absent where each is one. */
  readonly thresholds?: SigstoreThresholds;
  readonly forKeys?: boolean;
}

/** @public */
export interface KeyAuthorityContent {
  readonly kind: 'key';
  readonly name: string;
  /** SubjectPublicKeyInfo in PEM. */
  readonly pem: string;
  /** ISO 8601, UTC. */
  readonly notBefore?: string;
  /** ISO 8601, UTC. */
  readonly notAfter?: string;
  readonly log?: SigstoreAuthorityContent;
}

/**
 * A piece of trust that cannot be used: an authority is refused as a whole, never used in part.
 *
 * @public
 */
export class AuthorityError extends Error {
  /** @internal */
  readonly name = 'AuthorityError';
}
