import type { Knex } from 'knex';
import type { HostRow } from '../rows';
import { releaseWaiting } from './releaseWaiting';

/**
 * Notes that a host answered. Where it was down, what waited for it comes back.
 *
 * @remarks
 * Race: two looks may be answered at once; the row of the host is locked, and the second finds nothing left to do.
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
    await releaseWaiting({ trx, host, now });
    return before.down_since;
  });
}
