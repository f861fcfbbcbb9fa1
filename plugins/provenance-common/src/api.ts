import type {
  ArtifactKind,
  AuthorityStatus,
  Collection,
  Decision,
  Digest,
  Evidence,
  Explanation,
  Finding,
  Freshness,
  Judgement,
  Reason,
  UsageClaim,
  Verdict,
} from '@countersign/domain';

/**
 * A usage as lists show it.
 *
 * @public
 */
export interface UsageSummary {
  /** Opaque, stable, safe in a path. */
  id: string;
  entityRef: string;
  kind: ArtifactKind;
  /** Absent for the placeholder of an annotation that cannot be read. */
  repository?: string;
  environment?: string;
  cloud?: string;
  location?: string;
  reference: string;
  tag?: string;
  digest?: Digest;
  verdict: Verdict;
  decision: Decision;
  reason: Reason;
  /** Names of the rules that applied. Empty: nothing was asked for, so nothing would be blocked (S3.3). */
  rules: string[];
  freshness: Freshness;
  /** Since when the verdict and its leading reason are what they are. ISO 8601, UTC. */
  since: string;
  /** When the last look ended; absent before the first. ISO 8601, UTC. */
  lastCheckedAt?: string;
  /** Whether a look is under way or due at once. */
  checking: boolean;
  findings: Finding[];
  claims: UsageClaim[];
}

/**
 * A usage with everything that its verdict rests on.
 *
 * @public
 */
export interface UsageDetail extends UsageSummary {
  judgement: Judgement;
  /** The collection that was judged; absent before the first. */
  collection?: Collection;
  /** Evidence by material, best first; for each material the evidence of every authority that was tried. */
  evidence: Evidence[];
}

/**
 * One page of a list.
 *
 * @public
 */
export interface Page<T> {
  items: T[];
  /** Items on all pages that the viewer may see. */
  totalItems: number;
  pageInfo: { nextCursor?: string };
}

/**
 * Filters of `GET /usages`. Values of one filter are alternatives; filters are all met.
 *
 * @public
 */
export interface UsageQuery {
  entityRef?: string[];
  verdict?: Verdict[];
  decision?: Decision[];
  environment?: string[];
  kind?: ArtifactKind[];
  /** 1 to 500; 100 where absent. */
  limit?: number;
  cursor?: string;
}

/**
 * Body of `POST /checks`: look again, at once, at every usage of an entity or at one usage.
 *
 * @public
 */
export type CheckRequest = { entityRef: string } | { usageId: string };

/** @public */
export interface CheckResponse {
  /** The usages that are being looked at. */
  usageIds: string[];
}

/** @public */
export interface ReasonsResponse {
  items: Explanation[];
}

/**
 * Answer of `GET /status`.
 *
 * @public
 */
export interface StatusResponse {
  authorities: AuthorityStatus[];
}
