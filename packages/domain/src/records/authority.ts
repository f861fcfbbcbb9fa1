import type { Cause } from './cause';
import type { Digest } from './digest';

/**
 * What kind of trust an authority is: a Sigstore trust root, or one public key.
 *
 * @public
 */
export type AuthorityKind = 'sigstore' | 'key';

/**
 * An authority as the judge sees it: its name, which content is in force, and whether it could be loaded (S1.4, S5.3).
 *
 * @public
 */
export type AuthorityState =
  | {
      name: string;
      kind: AuthorityKind;
      status: 'loaded';
      /** SHA-256 over the canonical content, never over a metadata version. */
      digest: Digest;
      /** For a key: SHA-256 of its SubjectPublicKeyInfo in DER, the same under every name. */
      fingerprint?: Digest;
    }
  | { name: string; kind: AuthorityKind; status: 'failed'; cause: Cause };

/**
 * How one authority stands: what is in force, where it came from, when that ends, and what keeps it from being newer.
 * Data for people and alarms; no verdict depends on it.
 *
 * @public
 */
export interface AuthorityStatus {
  name: string;
  kind: AuthorityKind;
  /** Where its content comes from. `module`: another plugin brought it; `registry`: a version in force holds it. */
  source: AuthoritySourceKind;
  /** A mirror's or file's address, or its path; never with a credential. */
  location?: string;
  /** `missing`: no version could ever be loaded (S5.3). */
  status: 'loaded' | 'missing';
  /** Of the version in force. */
  digest?: Digest;
  /** How the source counts it: `root 16, targets 12`. */
  version?: string;
  /** When the version in force became so, ISO 8601. */
  loadedAt?: string;
  /** The last time that the source was asked and answered in full. */
  refreshedAt?: string;
  /** When the source's word ends; what is in force stays, and somebody has to look. */
  expiresAt?: string;
  nextRefreshAt?: string;
  /** Why the newest attempt did not go well. Absent after one that did. */
  lastError?: { at: string; message: string };
  /** A version that the source offers and that was not made current. */
  refusedVersion?: { at: string; digest?: Digest; why: string };
  /** What the version in force holds, each with the window in which its signatures count. */
  windows: AuthorityWindow[];
}

/** @public */
export const authoritySourceKinds = [
  'public-good',
  'tuf',
  'url',
  'file',
  'inline',
  'module',
  'registry',
] as const;

/** @public */
export type AuthoritySourceKind = (typeof authoritySourceKinds)[number];

/** @public */
export const authorityWindowKinds = [
  'certificate-authority',
  'log',
  'certificate-log',
  'timestamp-authority',
  'key',
] as const;

/**
 * One instance or key of an authority, and when its signatures count.
 *
 * @public
 */
export interface AuthorityWindow {
  what: (typeof authorityWindowKinds)[number];
  name: string;
  /** ISO 8601. */
  start?: string;
  end?: string;
}
