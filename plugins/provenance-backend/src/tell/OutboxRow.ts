import type { NewsTopic } from './newsOf';

/** A row of the outbox as both dialects return it; `id` is text on PostgreSQL and a number on SQLite. */
export interface OutboxRow {
  id: string | number;
  topic: NewsTopic;
  cause: string;
  /** Null, as the entity, for a host. */
  usage_id: string | null;
  entity_ref: string | null;
  /** A reference or a host. */
  subject: string;
  environment: string | null;
  /** For a host: why it counts as down. */
  code: string | null;
  happened_at: string;
  told_at: string | null;
}
