import type { LogEntryKind } from './LogEntry';

/* PostgreSQL returns `bigint` as text, SQLite as a number: readers go through `Number`. */

export interface LogEntryRow {
  id: number | string;
  kind: LogEntryKind;
  at: string;
  content: string;
  content_salt: string;
  content_commitment: string;
  detail: string | null;
  detail_salt: string | null;
  detail_commitment: string | null;
  erased_by: number | string | null;
  sealed: number;
}

export interface LogChainRow {
  sequence: number | string;
  entry_id: number | string;
  commitment: string;
  previous_hash: string;
  hash: string;
  sealed_at: string;
}

export interface LogHeadRow {
  id: number;
  sequence: number | string;
  hash: string;
  pruned_by: number | string | null;
}

export interface TransitionRow {
  id: number | string;
  usage_id: string;
  at: string;
  from_verdict: string | null;
  from_reason_code: string | null;
  /** Null where the release that wrote it did not keep it. */
  from_decision: string | null;
  verdict: string;
  decision: string;
  reason_code: string;
  content: string;
  entry_id: number | string | null;
}
