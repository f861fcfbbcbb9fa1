import type { Knex } from 'knex';

/** How far looking is behind. */
export interface QueueState {
  /** Usages that are looked at from time to time. */
  usages: number;
  /** Held by a replica now. */
  running: number;
  /** Due, and nobody is at them. */
  due: number;
  /** ISO 8601, UTC; absent where nothing is due. */
  oldestDueAt?: string;
}

/**
 * Reads how the queue stands, in one pass over its narrow rows.
 *
 * @remarks Race: none; it is a figure, and old when it is shown.
 */
export async function readQueueState(options: {
  knex: Knex;
  now: string;
}): Promise<QueueState> {
  const { knex, now } = options;
  const isHeld = knex.raw('leased_until > ?', [now]);
  const isDue = knex.raw(
    'next_at <= ? AND (leased_until IS NULL OR leased_until <= ?)',
    [now, now],
  );
  const row = await knex('work').first(
    knex.raw('count(*) AS usages'),
    knex.raw('count(CASE WHEN ? THEN 1 END) AS running', [isHeld]),
    knex.raw('count(CASE WHEN ? THEN 1 END) AS due', [isDue]),
    knex.raw('min(CASE WHEN ? THEN next_at END) AS oldest', [isDue]),
  );
  return {
    usages: Number(row.usages),
    running: Number(row.running),
    due: Number(row.due),
    oldestDueAt: row.oldest ?? undefined,
  };
}
