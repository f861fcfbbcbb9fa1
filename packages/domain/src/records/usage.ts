import type { Digest } from './digest';

/**
 * What an artifact is. A kind that the bytes contradict is `kind-mismatch`.
 *
 * @public
 */
export const artifactKinds = [
  'container-image',
  'helm-chart',
  'kubernetes-manifest',
  'terraform-module',
  'terraform-plan',
  'policy-bundle',
  'pipeline-definition',
  'function-bundle',
  'machine-learning-model',
  'firmware',
  'package',
  'sbom',
] as const;

/** @public */
export type ArtifactKind = (typeof artifactKinds)[number];

/**
 * What makes a usage this usage: a release changes its state, never its identity (S1.1).
 *
 * @public
 */
export interface UsageIdentity {
  /** Full catalog reference in lower case, `component:default/payments-api`. */
  entityRef: string;
  kind: ArtifactKind;
  /**
   * Repository (`ghcr.io/acme/payments`) or file address without tag and digest.
   * Absent for the placeholder of an annotation that cannot be read.
   */
  repository?: string;
  environment?: string;
  cloud?: string;
  location?: string;
}

/**
 * How a locator knows of a usage; the first outranks the later ones.
 *
 * @public
 */
export const claimStandings = ['observed', 'reported', 'declared'] as const;

/** @public */
export type ClaimStanding = (typeof claimStandings)[number];

/**
 * How a claim that a better one speaks over compares with what holds: what it names runs there, something else does, or
 * nobody can tell, because one of them names neither digest nor tag.
 *
 * @public
 */
export const claimComparisons = ['same', 'differs', 'unknown'] as const;

/** @public */
export type ClaimComparison = (typeof claimComparisons)[number];

/**
 * One locator's word about a usage: the one that it rests on, or one that this speaks over.
 *
 * @public
 */
export interface UsageClaim {
  /** The locator, for instance `annotation`. */
  locator: string;
  standing: ClaimStanding;
  reference: string;
  /** Present where a better claim speaks over it. `differs`: declared, and not what runs. */
  outranked?: ClaimComparison;
  /** Who reported it, where it was reported. */
  reporter?: string;
  /** When it came to run there, as a report says. ISO 8601, UTC. */
  at?: string;
  /** The pipeline run that brought it there, as a report says: a web address, which proves nothing. */
  run?: string;
  /** ISO 8601, UTC. */
  firstSeenAt: string;
  /** When its locator last said so; absent while it is missing. ISO 8601, UTC. */
  lastSeenAt?: string;
  /** The first finished look of its locator that did not see it any more. ISO 8601, UTC. */
  missingSince?: string;
  /** Since when nothing that is missing ends, because too much of its locator is missing at once. ISO 8601, UTC. */
  heldSince?: string;
  /** When it ends by itself. ISO 8601, UTC. */
  expiresAt?: string;
}

/**
 * Something that an entity runs or ships, somewhere: the thing that is judged.
 *
 * @public
 */
export interface Usage extends UsageIdentity {
  /** Nobody said what it is: it counts as what its bytes show, and only where they show nothing as its kind (S3.1). */
  isKindAssumed?: boolean;
  /** The reference as it was declared, reported or observed. */
  reference: string;
  /** The mutable name in the reference, where it has one. */
  tag?: string;
  /** The digest that the reference last resolved to. */
  digest?: Digest;
}
