import type { Knex } from 'knex';
import { latestInstant } from '../settleDates';

/** What was brought back. */
export interface RecalledNews {
  events: number;
  messages: number;
}

/**
 * Brings back what a clock that was ahead has written about telling people: what happened in days would be told in days, a
 * message would wait until then, and what was told in days would keep its root cause from being told before.
 *
 * @remarks
 * Race: other replicas gather and send meanwhile. What happened is dated back only while it waits; a claim of a message is
 * only shortened, to what a claim of now may have, and its ticket still tells. To a replica whose own clock is behind all of
 * the others' is ahead: people may then be told of one root cause twice within the window, and of nothing never.
 *
 * @param options - `windowMs`: one message about one root cause within it; `longestWaitMs`: between two attempts to send
 */
export async function recallNews(options: {
  knex: Knex;
  now: Date;
  windowMs: number;
  longestWaitMs: number;
  leaseMs: number;
}): Promise<RecalledNews> {
  const { knex, now, windowMs, longestWaitMs, leaseMs } = options;
  const instant = now.toISOString();
  const after = (milliseconds: number) =>
    new Date(now.getTime() + milliseconds).toISOString();
  const waiting = await knex('outbox')
    .whereNull('told_at')
    .where('happened_at', '>', latestInstant(now))
    .update({ happened_at: instant });
  const told = await knex('outbox')
    .where('told_at', '>', after(2 * windowMs))
    .update({ told_at: instant });
  const unsent = () => knex('messages').whereNull('ended_at');
  const late = await unsent()
    .where('next_at', '>', after(2 * longestWaitMs))
    .update({ next_at: instant });
  const held = await unsent()
    .where('leased_until', '>', after(2 * leaseMs))
    .update({ leased_until: after(leaseMs) });
  return { events: waiting + told, messages: late + held };
}
