import type { Knex } from 'knex';
import type { HostRow } from '../rows';

/**
 * Lets hosts be tried at once that are left alone for longer than anybody leaves one alone: a clock that was ahead wrote
 * that, and until then nobody would ask them.
 *
 * @remarks
 * Race: somebody may try the host at this moment; a second try is one request, and both note what they found. To a
 * replica whose own clock is behind every wait of the others is too long: while it runs, a host that is down is tried
 * about every minute and not every quarter of an hour.
 *
 * @returns how many were brought back
 */
export async function recallHosts(options: {
  knex: Knex;
  now: Date;
  /** For how long a host is left alone at the most. */
  longestWaitMs: number;
  leaseMs: number;
}): Promise<number> {
  const { knex, now, longestWaitMs, leaseMs } = options;
  const after = (milliseconds: number) =>
    new Date(now.getTime() + milliseconds).toISOString();
  const tries = await knex<HostRow>('hosts')
    .where('next_try_at', '>', after(2 * longestWaitMs))
    .update({ next_try_at: now.toISOString() });
  await knex<HostRow>('hosts')
    .where('probing_until', '>', after(2 * leaseMs))
    .update({ probing_until: null });
  return tries;
}
