import type {
  AcceptanceRegistry,
  ArtifactKind,
  Collection,
  Decision,
  Digest,
  Evidence,
  Explanation,
  Finding,
  FindingCode,
  Freshness,
  Judgement,
  Reason,
  ReasonCode,
  UsageClaim,
  UsageIdentity,
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
  /** The same for everything that one place runs at once: a release that rolls out has several usages in one place. */
  place: string;
  /** How many other digests this place runs at once. */
  alsoRunning: number;
  entityRef: string;
  /** What it counts as: what somebody named, else what its bytes show. */
  kind: ArtifactKind;
  /** Nobody named the kind. */
  isKindAssumed?: boolean;
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
  /**
   * Why the catalog cannot process the entity: it goes on showing the version before, so that this usage may not be what
   * the entity says now. What would be fresh is stale then.
   */
  entityProblem?: string;
  /** Since when the verdict and its leading reason are what they are. ISO 8601, UTC. */
  since: string;
  /** When the last look ended; absent before the first. ISO 8601, UTC. */
  lastCheckedAt?: string;
  /** Whether a look is under way or due at once. */
  checking: boolean;
  findings: Finding[];
  /** Who says so: the claim that this rests on, then those that it speaks over. At most 20. */
  claims: UsageClaim[];
  /** Whether there may be more claims than are listed. */
  hasMoreClaims: boolean;
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
 * How `GET /usages` is sorted: by entity, by strictness of decision and verdict, by the instant since when the verdict
 * is what it is, or by that of the last look.
 *
 * @public
 */
export const usageSorts = [
  'entity',
  'strictness',
  'since',
  'lastCheckedAt',
] as const;

/** @public */
export type UsageSort = (typeof usageSorts)[number];

/** @public */
export const sortOrders = ['asc', 'desc'] as const;

/** @public */
export type SortOrder = (typeof sortOrders)[number];

/**
 * Which page of a list.
 *
 * @public
 */
export interface PageQuery {
  /** 1 to 500; 100 where absent. */
  limit?: number;
  /** From `pageInfo.nextCursor` of the page before; belongs to the same filters and the same order. */
  cursor?: string;
}

/**
 * Filters of `GET /usages`. Values of one filter are alternatives; filters are all met.
 *
 * @public
 */
export interface UsageQuery extends PageQuery {
  entityRef?: string[];
  verdict?: Verdict[];
  decision?: Decision[];
  environment?: string[];
  cloud?: string[];
  location?: string[];
  kind?: ArtifactKind[];
  /** Codes of the leading reason. */
  reason?: ReasonCode[];
  freshness?: Freshness['status'][];
  /** Codes of findings, of which one is open. */
  finding?: FindingCode[];
  /** A part of the reference; ASCII letters count the same in both cases. */
  reference?: string;
  /** `entity` where absent. */
  sort?: UsageSort;
  /** `asc` where absent for `entity`, else `desc`. */
  order?: SortOrder;
}

/**
 * A change of a usage's verdict, decision or leading reason.
 *
 * @public
 */
export interface UsageTransition {
  /** ISO 8601, UTC. */
  at: string;
  /** Absent for the first verdict. */
  from?: {
    verdict: Verdict;
    /** Absent where the release that wrote the transition did not keep it. */
    decision?: Decision;
    reasonCode: ReasonCode;
  };
  /**
   * Where the decision changed, in English: `would be blocked -> is blocked`. Where verdict and reason stayed as they
   * were it names the rules that made the change.
   */
  decisionChange?: string;
  /** What the usage ran then; absent where that is not kept any more. */
  reference?: string;
  digest?: Digest;
  /** The judgement that made the change, with everything that was compared. */
  judgement: Judgement;
  /** Absent where nothing stored was judged, and for a transition that the log has not taken up yet. */
  restsOn?: JudgedFrom;
}

/**
 * From what a verdict was computed, by digest, as the log commits to it (S10.2).
 *
 * @public
 */
export interface JudgedFrom {
  verifierRevision: number;
  registry: { version: number; digest: string };
  /** Of the settings of the judge. */
  settings: string;
  /** The digest is `null` where an authority was configured and not loaded. */
  authorities: { name: string; digest: string | null }[];
  collections: {
    /** Over all of them. */
    digest: string;
    /** The newest complete look at each digest. */
    complete: { subject: string; at: string; content: string }[];
  };
  evidence: {
    /** Over all of it. */
    digest: string;
    count: number;
    /** What was accepted. */
    accepted: {
      subject: string;
      material: string;
      authorityDigest: string;
      verifierRevision: number;
      content: string;
    }[];
  };
}

/**
 * Filters of `GET /findings`.
 *
 * @public
 */
export interface FindingQuery extends PageQuery {
  /** `open` where absent. */
  state?: 'open' | 'all';
  code?: FindingCode[];
  entityRef?: string[];
  /** First seen at this instant or later. ISO 8601, UTC. */
  since?: string;
}

/**
 * A finding with what it is about.
 *
 * @public
 */
export interface FindingItem extends Finding {
  /** Absent while it is open. ISO 8601, UTC. */
  closedAt?: string;
  /** Absent where it is about none; only who may see all evidence sees such a one. */
  usage?: UsageIdentity & { id: string };
  /** What it is about where that is no usage, such as the name of an authority. */
  about?: string;
}

/**
 * One stay of a digest in a usage.
 *
 * @public
 */
export interface DigestUse {
  usage: UsageIdentity & { id: string };
  reference: string;
  /** ISO 8601, UTC. */
  from: string;
  /** Absent while it runs. ISO 8601, UTC. */
  to?: string;
}

/**
 * Everything that is known about a digest, as far as the viewer may see a usage of it.
 *
 * @public
 */
export interface DigestDetail {
  digest: Digest;
  /** What runs it first, newest first; then what ran it. At most 500. */
  uses: DigestUse[];
  /** All stays that the viewer may see. */
  totalUses: number;
  /** The newest complete look in each repository, and what came later, newest first. */
  collections: Collection[];
  evidence: Evidence[];
}

/**
 * Answer of `GET /acceptance`: the rules in force.
 *
 * @public
 */
export type AcceptanceResponse = AcceptanceRegistry;

/**
 * Body of `POST /checks`: look again, at once, at every usage of an entity or at one usage.
 *
 * @public
 */
export type CheckRequest = { entityRef: string } | { usageId: string };

/** @public */
export interface CheckResponse {
  /** The usages that are being looked at, by this request or by one before it. */
  usageIds: string[];
  /** Usages at which a complete look ended within the last ten seconds; no other is made. */
  justLooked: string[];
}

/** @public */
export interface ReasonsResponse {
  items: Explanation[];
}
