import type { Knex } from 'knex';
import { readWebhook, type WebhookState } from '../../log/readWebhook';

/** How the sealed log stands. */
export interface LogState {
  /** Number of the newest sealed entry; 0 before the first. */
  sequence: number;
  /** Over everything that was sealed. */
  hash: string;
  /** Entries that wait for the sealer. */
  unsealed: number;
  /** ISO 8601, UTC; absent where nothing waits. */
  oldestUnsealedAt?: string;
  /** Absent where no head was ever sent to a webhook. */
  webhook?: WebhookState;
}

/**
 * Reads the head of the log, and what is not sealed yet.
 *
 * @remarks Race: the sealer goes on meanwhile; the two figures need not be of one moment.
 */
export async function readLogState(options: { knex: Knex }): Promise<LogState> {
  const { knex } = options;
  const head = await knex('log_head').where({ id: 1 }).first();
  const waiting = await knex('log_entries')
    .where({ sealed: 0 })
    .first(knex.raw('count(*) AS unsealed'), knex.raw('min(at) AS oldest'));
  return {
    sequence: Number(head?.sequence ?? 0),
    hash: head?.hash ?? '',
    unsealed: Number(waiting.unsealed),
    oldestUnsealedAt: waiting.oldest ?? undefined,
    webhook: await readWebhook({ knex }),
  };
}
