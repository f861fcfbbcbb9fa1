import type { Knex } from 'knex';
import { isFree } from '../dueWork';
import type { HostRow, WorkRow } from '../rows';

/**
 * Takes the right to try a host that is down, where the time for it has come and there is something to look at.
 *
 * @remarks
 * Race: every replica sees at the same instant that the time has come. One statement decides, so that one look tries the
 * host and not one of each replica; the right ends by itself where its replica dies.
 *
 * @returns whether it was taken
 */
export async function claimProbe(options: {
  knex: Knex;
  host: string;
  now: Date;
  /** How long nobody else may try. */
  leaseMs: number;
}): Promise<boolean> {
  const { knex, host, now, leaseMs } = options;
  const instant = now.toISOString();
  const due = knex<WorkRow>('work')
    .where({ host })
    .where('next_at', '<=', instant)
    .where(isFree(instant));
  const taken = await knex<HostRow>('hosts')
    .where({ host })
    .where('next_try_at', '<=', instant)
    .where(free =>
      free.whereNull('probing_until').orWhere('probing_until', '<=', instant),
    )
    .whereExists(due)
    .update({
      probing_until: new Date(now.getTime() + leaseMs).toISOString(),
    });
  return taken > 0;
}
