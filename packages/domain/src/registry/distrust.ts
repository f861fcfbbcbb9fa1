import type { Digest } from '../records/digest';

/**
 * What every distrust entry says.
 *
 * @public
 */
export interface AnyDistrust {
  /**
   * From which instant on. Absent: always. A signature that is proven to be older still counts (S7.2); a digest is
   * distrusted when the clock has come to it. ISO 8601, UTC.
   */
  from?: string;
  /** Why, in one sentence that everybody who is hit by it reads. */
  reason: string;
  /** Where a person reads what to do now. */
  runbook?: string;
}

/**
 * An identity in certificates. Unlike a rule's signer it may leave the authority out: then it is distrusted whoever
 * vouches for it.
 *
 * @public
 */
export interface DistrustedIdentity extends AnyDistrust {
  identity: {
    authority?: string;
    /** Compared exactly. */
    issuer: string;
    /** Anchored pattern over the subject (S2.2). */
    subject: string;
  };
}

/**
 * A key, by the name of the authority that holds it; the same key under another name is meant as well.
 *
 * @public
 */
export interface DistrustedKey extends AnyDistrust {
  key: string;
}

/**
 * An artifact, whoever signed it.
 *
 * @public
 */
export interface DistrustedDigest extends AnyDistrust {
  digest: Digest;
}

/**
 * Somebody or something that counts for nothing any more, whatever the rules say. It can only take away: nothing
 * becomes more permissive by it.
 *
 * @public
 */
export type DistrustEntry =
  | DistrustedIdentity
  | DistrustedKey
  | DistrustedDigest;
