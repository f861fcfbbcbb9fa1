import type {
  ArtifactKind,
  ClaimStanding,
  Decision,
  Digest,
  FindingCode,
  Freshness,
  ReasonCode,
  SignerIdentity,
  Verdict,
} from '@countersign/domain';

/* The rows as both dialects return them: instants are ISO 8601 text, records of the domain are JSON text. */

export interface UsageRow {
  id: string;
  entity_ref: string;
  kind: ArtifactKind;
  repository: string | null;
  environment: string | null;
  cloud: string | null;
  location: string | null;
  /** Tells apart what one place runs several of at once. */
  member: string | null;
  created_at: string;
}

export interface UsageStateRow {
  id: number;
  usage_id: string;
  reference: string;
  bundle_url: string | null;
  tag: string | null;
  digest: Digest | null;
  problem: string | null;
  /** 1 where nobody said of what kind it is. */
  kind_assumed: number;
  resolution: string;
  valid_from: string;
  valid_to: string | null;
}

export interface UsageClaimRow {
  id: number;
  usage_id: string;
  /** Null in rows of an older release, as content and its hash. */
  entity_ref: string | null;
  locator: string;
  standing: ClaimStanding;
  reference: string;
  content: string | null;
  content_hash: string | null;
  /** See `outrankedColumn`. */
  outranked: number;
  missing_since: string | null;
  expires_at: string | null;
  first_seen_at: string;
  valid_to: string | null;
}

export interface CollectionRow {
  id: number;
  subject: Digest;
  repository: string;
  bundle_url: string;
  complete: number;
  content_hash: string;
  content: string;
  first_at: string;
  last_at: string;
}

export interface JudgementRow {
  usage_id: string;
  verdict: Verdict;
  decision: Decision;
  reason_code: ReasonCode;
  content: string;
  generation: string;
  revision: number;
  since: string;
  judged_at: string;
  last_checked_at: string | null;
  /** What the verdict rested on; see `Settled`. */
  settled_hash: string | null;
  settled_at: string | null;
  settled_until: string | null;
  settled_revision: number | null;
  settled_under: number | null;
}

/** What lists filter and sort by. */
export interface CurrentUsageRow {
  usage_id: string;
  entity_ref: string;
  /** As what it counts, also where nobody named that. */
  kind: ArtifactKind;
  environment: string | null;
  cloud: string | null;
  location: string | null;
  /** In small letters. */
  reference: string;
  verdict: Verdict;
  decision: Decision;
  strictness: number;
  reason_code: ReasonCode;
  freshness: Freshness['status'];
  reconsider_at: string | null;
  since: string;
  /** Empty before the first look. */
  last_checked_at: string;
  /** Null where nobody can say who signed it. */
  signers_hash: string | null;
}

export interface SignerRow {
  id: number | string;
  hash: string;
  type: SignerIdentity['type'];
  authority: string;
  issuer: string | null;
  subject: string | null;
  subject_type: 'uri' | 'email' | 'other' | null;
  fingerprint: Digest | null;
}

/** How a signer signed what a usage runs. */
export interface SignerFormsRow {
  id: number | string;
  hash: string;
  content: string;
  written_at: string;
}

export interface FindingRow {
  id: number;
  /** Null where it is about no usage. */
  usage_id: string | null;
  code: FindingCode;
  about: string;
  old: string | null;
  new: string | null;
  first_seen_at: string;
  last_seen_at: string;
  closed_at: string | null;
}

export interface WorkRow {
  usage_id: string;
  next_at: string;
  priority: number;
  leased_until: string | null;
  ticket: string;
  attempts: number;
  look_at: string | null;
  judge_at: string | null;
  artifact_key: string | null;
  host: string | null;
  recalled_at: string | null;
}

export interface HostRow {
  host: string;
  failures: number;
  failing_since: string | null;
  down_since: string | null;
  cause: string | null;
  next_try_at: string | null;
  probing_until: string | null;
  last_answer_at: string | null;
}

/** A look at a digest that replicas share. */
export interface DigestLookRow {
  key: string;
  began_at: string;
  held_until: string | null;
  ticket: string;
  collection: string | null;
}
