import type { Cause } from '@countersign/domain';
import type { Knex } from 'knex';
import type { HostRow } from '../rows';
import { noteHostDown } from './noteHostDown';

/** One artifact that its registry cannot serve must not look like a registry that is down. */
const failuresUntilDown = 3;

/**
 * Notes that a host did not answer. After three in a row it is left alone, longer with each failed try.
 *
 * @remarks
 * Race: looks that began before end while the host is left alone, and a person may have one made in between. They say
 * nothing new: only a try makes the wait longer. The row is locked on PostgreSQL, because each failure counts on from the
 * one before.
 *
 * @param waitMs - how long to leave the host alone after this many failed tries, in milliseconds
 * @returns since when the host is down, where this failure made it so
 */
export async function noteHostFailure(options: {
  knex: Knex;
  host: string;
  cause: Cause;
  now: Date;
  waitMs(tries: number): number;
}): Promise<string | undefined> {
  const { knex, host, cause, now, waitMs } = options;
  const instant = now.toISOString();
  return knex.transaction(async trx => {
    await trx('hosts')
      .insert({ host, failures: 0 })
      .onConflict('host')
      .ignore();
    const row: HostRow = await trx('hosts').where({ host }).forUpdate().first();
    const isLeftAlone = row.next_try_at !== null && row.next_try_at > instant;
    if (isLeftAlone) return undefined;
    const failures = row.failures + 1;
    const failingSince = row.failing_since ?? instant;
    const tries = failures - failuresUntilDown + 1;
    const nextTry = new Date(now.getTime() + waitMs(tries)).toISOString();
    await trx('hosts')
      .where({ host })
      .update({
        failures,
        failing_since: failingSince,
        cause: JSON.stringify(cause),
        probing_until: null,
        ...(tries > 0 && { down_since: failingSince, next_try_at: nextTry }),
      });
    if (tries !== 1) return undefined;
    await noteHostDown({ trx, host, code: cause.code, now: instant });
    return failingSince;
  });
}
