import type { WebhookAccess } from '@countersign/verifier';

/** What configuration says about the log, with defaults filled in. */
export interface LogSettings {
  /** How often the head goes to the auditor and the logger; at least hourly (S10.2). */
  headIntervalMs: number;
  /** Where the head goes as well; nowhere else where it is absent. */
  webhook?: WebhookAccess;
  /** How long what happened is kept; never less than the floor (S10.3). */
  retentionMs: number;
  /** Users and groups who may erase a person's identity; nobody where it is empty. */
  erasers: string[];
}
