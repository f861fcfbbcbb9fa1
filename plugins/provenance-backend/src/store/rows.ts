import type {
  ArtifactKind,
  ClaimStanding,
  Decision,
  Digest,
  FindingCode,
  Freshness,
  ReasonCode,
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
  resolution: string;
  valid_from: string;
  valid_to: string | null;
}

export interface UsageClaimRow {
  usage_id: string;
  locator: string;
  standing: ClaimStanding;
  reference: string;
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
}

/** What lists filter and sort by. */
export interface CurrentUsageRow {
  usage_id: string;
  entity_ref: string;
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
