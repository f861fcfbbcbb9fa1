import type { Exception } from '../exception';
import type { AuthorityState } from '../records/authority';
import type { Cause } from '../records/cause';
import type { Collection } from '../records/collection';
import type { Digest } from '../records/digest';
import type { EntityWords } from '../records/entityWords';
import type { Evidence } from '../records/evidence';
import type { Usage } from '../records/usage';
import type { AcceptanceRegistry } from '../registry/rule';

/**
 * How the newest attempt to turn the reference into a digest went.
 *
 * @public
 */
export type Resolution =
  | { status: 'pending' }
  | { status: 'resolved'; at: string }
  | { status: 'failed'; at: string; cause: Cause };

/** @public */
export interface JudgeSettings {
  /** The environments that configuration declares; a usage in any other is judged by every rule (S3.1). */
  environments: string[];
  /** Planned time between two looks, in milliseconds. */
  intervalMs: number;
  /** Age up to which a complete collection speaks for its digest, in milliseconds (S6.1). */
  maximumAgeMs: number;
}

/**
 * All that a verdict depends on (S1.6). Four kinds of input that are never mixed: what was found, what is trusted,
 * what is asked for, and the time.
 *
 * @public
 */
export interface JudgeInput {
  usage: Usage;
  /** What the catalog says of the usage's entity. What is absent is not known, and adds rules (S3.1). */
  entity?: EntityWords;
  resolution: Resolution;
  /**
   * Collections of the usage's digest in its repository: the newest complete one and all later ones, at least. Also
   * those of what an index lists, and of the indexes that list it; the tree comes from their `children` alone (S8.2).
   */
  collections: Collection[];
  /** Evidence about the usage's digest and about those above and below it, under every authority. */
  evidence: Evidence[];
  /**
   * Digests of which some material could not be verified just now, whatever kept the verifier from it. What is missing
   * may lie there (S5.1).
   */
  unverified?: Digest[];
  /** Materials over this digest that were accepted in an earlier look at this usage (S6.5). */
  acceptedBefore: Digest[];
  registry: AcceptanceRegistry;
  /** What may run although a rule is not met, for a while (S4.6). */
  exceptions?: readonly Exception[];
  /** The authorities of the configuration as they are now; evidence under any other counts as removed (S6.4). */
  authorities: AuthorityState[];
  settings: JudgeSettings;
  /** ISO 8601, UTC. */
  now: string;
}
