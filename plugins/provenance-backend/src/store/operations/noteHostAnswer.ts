import type { Knex } from 'knex';
import { isPostgres } from '../dialect';
import { isFree } from '../dueWork';
import type { HostRow, WorkRow } from '../rows';

/**
 * Notes that a host answered. Where it was down, what waited for it is due again.
 *
 * @remarks
 * Race: two looks may be answered at once; the second finds nothing left to do. Rows that somebody is at are left to
 * whoever that is, and locked ones are skipped: a request for looks locks many in an order of its own.
 *
 * @returns since when the host was down, where this answer ended it
 */
export async function noteHostAnswer(options: {
  knex: Knex;
  host: string;
  now: Date;
}): Promise<string | undefined> {
  const { knex, host, now } = options;
  const instant = now.toISOString();
  return knex.transaction(async trx => {
    const before: HostRow | undefined = await trx('hosts')
      .where({ host })
      .forUpdate()
      .first();
    const row = {
      host,
      failures: 0,
      failing_since: null,
      down_since: null,
      cause: null,
      next_try_at: null,
      probing_until: null,
      last_answer_at: instant,
    };
    await trx<HostRow>('hosts').insert(row).onConflict('host').merge();
    if (!before?.down_since) return undefined;
    const waiting = trx<WorkRow>('work')
      .where({ host })
      .where(isFree(instant))
      .whereRaw('next_at > look_at')
      .select('usage_id');
    if (isPostgres(knex)) waiting.forUpdate().skipLocked();
    await trx<WorkRow>('work')
      .whereIn('usage_id', waiting)
      .update({ next_at: trx.ref('look_at') as never });
    return before.down_since;
  });
}
