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
 * A workflow, whichever repository ran it and from whichever ref: what certificates name as the signing workflow, as the
 * one that signed inside it, or as the one that was started.
 *
 * @public
 */
export interface DistrustedWorkflow extends AnyDistrust {
  /** Anchored pattern over the workflow's address without its ref (S2.2). */
  workflow: string;
}

/**
 * Everything that is proven under one authority, by its name. Its proven times are its own word: `from` believes them.
 *
 * @public
 */
export interface DistrustedAuthority extends AnyDistrust {
  authority: string;
}

/**
 * Everything that one transparency log vouches for. What such a log says of the time counts for nothing, so that
 * nothing is older than `from`.
 *
 * @public
 */
export interface DistrustedLog extends AnyDistrust {
  /** Its id: 64 lower-case hexadecimal characters. */
  log: string;
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
  | DistrustedWorkflow
  | DistrustedAuthority
  | DistrustedLog
  | DistrustedDigest;
