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
 * One locator's word that a usage exists.
 *
 * @public
 */
export interface UsageClaim {
  /** The locator, for instance `annotation`. */
  locator: string;
  standing: ClaimStanding;
  /** ISO 8601, UTC. */
  firstSeenAt: string;
  /** ISO 8601, UTC. */
  lastSeenAt: string;
}

/**
 * Something that an entity runs or ships, somewhere: the thing that is judged.
 *
 * @public
 */
export interface Usage extends UsageIdentity {
  /** The reference as it was declared, reported or observed. */
  reference: string;
  /** The mutable name in the reference, where it has one. */
  tag?: string;
  /** The digest that the reference last resolved to. */
  digest?: Digest;
}
