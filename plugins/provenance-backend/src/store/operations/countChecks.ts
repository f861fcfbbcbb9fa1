import type { Knex } from 'knex';

/** Looks in a minute that one principal may ask for; one request may go beyond it, as an entity may have more usages. */
export const mostChecks = 100;

const minuteMs = 60_000;

/**
 * Counts looks that somebody asks for, over all replicas.
 *
 * @remarks
 * Race: one person's requests may reach several replicas at once. One statement decides and counts; a transaction that
 * does not end well takes its count back.
 *
 * @param options - `by` is the hash of who asks
 * @returns when asking again makes sense, where it was too often
 */
export async function countChecks(options: {
  trx: Knex.Transaction;
  by: string;
  count: number;
  now: Date;
}): Promise<{ retryAt: Date } | undefined> {
  const { trx, by, count, now } = options;
  const begin = Math.floor(now.getTime() / minuteMs) * minuteMs;
  const minute = new Date(begin).toISOString();
  const counted = await trx('check_counts')
    .insert({ principal: by, minute, count })
    .onConflict('principal')
    .merge({
      count: trx.raw(
        'excluded.count + CASE WHEN check_counts.minute = excluded.minute THEN check_counts.count ELSE 0 END',
      ),
      minute,
    })
    .where(may =>
      may
        // A clock that was put back begins anew as well.
        .whereNot('check_counts.minute', minute)
        .orWhere('check_counts.count', '<', mostChecks),
    )
    .returning('count');
  return counted.length > 0
    ? undefined
    : { retryAt: new Date(begin + minuteMs) };
}
