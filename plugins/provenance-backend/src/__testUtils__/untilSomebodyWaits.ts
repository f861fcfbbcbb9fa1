import type { Knex } from 'knex';
import { setTimeout } from 'node:timers/promises';

/**
 * A barrier of PostgreSQL: until another connection to this database waits for a lock.
 *
 * @param trx - a transaction sees the connections of its first glance for ever, so each glance begins anew
 */
export async function untilSomebodyWaits(trx: Knex): Promise<void> {
  for (;;) {
    await trx.raw('SELECT pg_stat_clear_snapshot()');
    const { rows } = await trx.raw(
      'SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()',
    );
    if (rows.length > 0) return;
    await setTimeout(5);
  }
}
