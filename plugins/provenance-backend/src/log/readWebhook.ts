import type { Knex } from 'knex';

/** How it goes with telling the head outside. Instants are ISO 8601, UTC. */
export interface WebhookState {
  /** Number of the newest entry in a head that arrived; absent where none ever did. */
  sequence?: number;
  arrivedAt?: string;
  /** Attempts that failed since. */
  failures: number;
  failingSince?: string;
  /** Of the newest failure. */
  cause?: string;
}

/**
 * How it goes with telling the head outside; nothing before the first attempt.
 *
 * @remarks Race: none; one row.
 */
export async function readWebhook(options: {
  knex: Knex;
}): Promise<WebhookState | undefined> {
  const row = await options.knex('log_webhook').where({ id: 1 }).first();
  if (!row) return undefined;
  return {
    sequence: row.sequence === null ? undefined : Number(row.sequence),
    arrivedAt: row.arrived_at ?? undefined,
    failures: row.failures,
    failingSince: row.failing_since ?? undefined,
    cause: row.cause ?? undefined,
  };
}
