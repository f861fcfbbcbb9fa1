/**
 * Where the sealed log ends: everything before it follows from the hash.
 *
 * @public
 */
export interface LogHead {
  /** Counts the entries; 0 before the first. */
  sequence: number;
  /** SHA-256, hexadecimal. */
  hash: string;
}

/**
 * How a log can be broken.
 *
 * - `row-changed`: an entry, or the transition that it is about, is not what was committed to.
 * - `hash-mismatch`: a link does not follow from the one before it, or not from its own content.
 * - `gap`: a link is missing.
 * - `payload-missing`: a link is there, and what it commits to is not.
 * - `tail-cut`: the log ends before the head that it had.
 * - `rewritten`: the log has another entry where the known head was.
 * - `forged-pruning`: the beginning is gone, and no pruning by the product explains it.
 * - `forged-erasure`: a detail was replaced, and no erasure by the product explains it.
 * - `unlinked`: rows lie beside the log that it does not tell of.
 *
 * @public
 */
export const integrityBreaks = [
  'row-changed',
  'hash-mismatch',
  'gap',
  'payload-missing',
  'tail-cut',
  'rewritten',
  'forged-pruning',
  'forged-erasure',
  'unlinked',
] as const;

/** @public */
export type IntegrityBreak = (typeof integrityBreaks)[number];

/** @public */
export const integrityStatuses = [
  'whole',
  'broken',
  'unfinished',
  'unknown',
  'differs',
] as const;

/**
 * A row that people read and that does not say what the log says.
 *
 * @public
 */
export interface IntegrityDifference {
  /** Where the row lies, or is missing. */
  table: string;
  /** Its key: id of a usage, number, digest. */
  row: string;
  /** What it says and what the log says, in one sentence for people. Cut off where it is long. */
  message: string;
  /** The entry that it disagrees with; absent where there is none, or where it waits for the sealer. */
  sequence?: number;
}

/**
 * What `GET /integrity` found, as far as it got.
 *
 * @public
 */
export interface IntegrityReport {
  /**
   * `unfinished`: nothing is wrong so far; go on with `next`. `unknown`: consistent, and the known head was pruned, so
   * that nothing can be held against it. `differs`: the log is whole, and rows that people read say something else.
   */
  status: (typeof integrityStatuses)[number];
  /** One sentence for people. */
  message: string;
  head: LogHead;
  /** The sequences that this answer speaks of; absent where there was none. */
  checked?: { from: number; through: number };
  /** Where a pruned log begins. */
  checkpoint?: LogHead & { sealedAt: string };
  /** The first entry that is broken, and how. */
  broken?: { sequence: number; how: IntegrityBreak };
  /** The first rows that say something else than the log; one at least where that is the status. */
  differences?: IntegrityDifference[];
  /** Entries that are written and not sealed yet; more than a few seconds' worth means that nobody seals. */
  unsealed: number;
  /**
   * Details of which something was erased, at the end of a check that found any. An erasure that the auditor never heard
   * of is a change that somebody calls one.
   */
  erased?: number;
  /** Value of `after` for the next request. */
  next?: string;
}

/**
 * What is asked of `GET /integrity`.
 *
 * @public
 */
export interface IntegrityQuery {
  /** A head that was noted outside of the database; both or none. */
  sequence?: number;
  hash?: string;
  /** `next` of the answer before. */
  after?: string;
}

/**
 * Body of `POST /erasures`.
 *
 * @public
 */
export interface ErasureRequest {
  /** The text as certificates have it: an e-mail address, a URI. Compared to the letter. */
  identity: string;
}

/**
 * What `POST /erasures` did.
 *
 * @public
 */
export interface ErasureResponse {
  /** Details in which the identity stood. */
  details: number;
}
