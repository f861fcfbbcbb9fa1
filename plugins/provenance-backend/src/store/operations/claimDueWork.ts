import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { isPostgres } from '../dialect';
import type { WorkRow } from '../rows';

/** A look that this process may make until its lease ends. */
export interface WorkClaim {
  usageId: string;
  ticket: string;
  /** When it was due; changes where somebody asks for another look meanwhile. */
  dueAt: string;
  attempts: number;
}

/**
 * Takes due work: whoever waits for a person first, then the longest due; or the longest due alone.
 *
 * @remarks
 * Race: replicas claim at the same time. On PostgreSQL the rows are locked and locked ones skipped, within the
 * transaction that writes lease and ticket. SQLite has no row locks, and a select followed by an update was measured
 * to hand out rows twice even within one process; there one statement does both. A killed replica's lease ends by
 * itself, and its late result carries an old ticket.
 */
export async function claimDueWork(options: {
  knex: Knex;
  now: Date;
  leaseMs: number;
  limit: number;
  /**
   * Pays no heed to who asked. One claim in two does, or whoever asks for looks without end would keep all others from
   * being looked at, and a withdrawn signature from being noticed.
   */
  longestDue?: boolean;
}): Promise<WorkClaim[]> {
  const { knex, now } = options;
  const change = {
    leased_until: new Date(now.getTime() + options.leaseMs).toISOString(),
    ticket: randomUUID(),
  };
  const claimed = isPostgres(knex)
    ? await knex.transaction(async trx => {
        const ids = await due(trx, options).forUpdate().skipLocked();
        return update(
          trx,
          ids.map(row => row.usage_id),
          change,
        );
      })
    : await update(knex, due(knex, options), change);
  return claimed.map(row => ({
    usageId: row.usage_id,
    ticket: row.ticket,
    dueAt: row.next_at,
    attempts: row.attempts,
  }));
}

function due(
  knex: Knex,
  options: { now: Date; limit: number; longestDue?: boolean },
) {
  const { now, limit, longestDue = false } = options;
  const order = [
    { column: 'priority', order: 'desc' },
    { column: 'next_at', order: 'asc' },
  ];
  const instant = now.toISOString();
  return knex<WorkRow>('work')
    .where('next_at', '<=', instant)
    .where(free =>
      free.whereNull('leased_until').orWhere('leased_until', '<=', instant),
    )
    .orderBy(longestDue ? order.slice(1) : order)
    .limit(limit)
    .select('usage_id');
}

async function update(
  knex: Knex,
  ids: string[] | Knex.QueryBuilder,
  change: { leased_until: string; ticket: string },
): Promise<WorkRow[]> {
  return knex<WorkRow>('work')
    .whereIn('usage_id', ids as string[])
    .update(change)
    .returning('*');
}
