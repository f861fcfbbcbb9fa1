import type { Knex } from 'knex';

/** How far telling is behind. Instants are ISO 8601, absent where nothing waits. */
export interface OutboxLag {
  /** What happened and was not made into messages yet. */
  waiting: number;
  oldestWaiting?: string;
  /** Messages that did not arrive yet. */
  unsent: number;
  oldestUnsent?: string;
}

/**
 * Reads what waits in the outbox.
 *
 * @remarks
 * Race: none; it is a figure, and old when it is shown.
 */
export async function readOutboxLag(options: {
  knex: Knex;
}): Promise<OutboxLag> {
  const { knex } = options;
  const waiting = await knex('outbox')
    .whereNull('told_at')
    .first(
      knex.raw('count(*) as count'),
      knex.raw('min(happened_at) as oldest'),
    );
  const unsent = await knex('messages')
    .whereNull('ended_at')
    .first(
      knex.raw('count(*) as count'),
      knex.raw('min(created_at) as oldest'),
    );
  return {
    waiting: Number(waiting.count),
    oldestWaiting: waiting.oldest ?? undefined,
    unsent: Number(unsent.count),
    oldestUnsent: unsent.oldest ?? undefined,
  };
}
