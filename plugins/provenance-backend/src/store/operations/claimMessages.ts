import type { Alert } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { isPostgres } from '../dialect';

/** A message that this process may send until its lease ends. */
export interface MessageClaim {
  id: string;
  sink: string;
  ticket: string;
  alert: Alert;
  createdAt: string;
  /** This one counts. */
  attempts: number;
}

interface MessageRow {
  id: string;
  sink: string;
  content: string;
  created_at: string;
  ticket: string;
  attempts: number;
}

/**
 * Takes messages that are due for these sinks, the longest due first.
 *
 * @remarks
 * Race: replicas claim at the same time; see `claimDueWork` for why the databases differ. An attempt is counted when it
 * begins: one that ends the process would otherwise be made for ever.
 */
export async function claimMessages(options: {
  knex: Knex;
  now: Date;
  leaseMs: number;
  sinks: string[];
  limit: number;
}): Promise<MessageClaim[]> {
  const { knex } = options;
  const rows: MessageRow[] = isPostgres(knex)
    ? await knex.transaction(async trx => {
        const keys = await due(trx, options).forUpdate().skipLocked();
        return take(trx, keys.map(toPair), options);
      })
    : await take(knex, due(knex, options), options);
  return rows.map(row => ({
    id: row.id,
    sink: row.sink,
    ticket: row.ticket,
    alert: JSON.parse(row.content),
    createdAt: row.created_at,
    attempts: row.attempts,
  }));
}

function due(
  knex: Knex,
  options: { now: Date; sinks: string[]; limit: number },
) {
  const instant = options.now.toISOString();
  return knex<MessageRow>('messages')
    .whereNull('ended_at')
    .whereIn('sink', options.sinks)
    .where('next_at', '<=', instant)
    .where(free =>
      free.whereNull('leased_until').orWhere('leased_until', '<=', instant),
    )
    .orderBy('next_at')
    .limit(options.limit)
    .select('id', 'sink');
}

function toPair({ id, sink }: Pick<MessageRow, 'id' | 'sink'>) {
  return [id, sink];
}

async function take(
  knex: Knex,
  keys: string[][] | Knex.QueryBuilder,
  options: { now: Date; leaseMs: number },
): Promise<MessageRow[]> {
  const until = options.now.getTime() + options.leaseMs;
  return knex('messages')
    .whereIn(['id', 'sink'], keys as string[][])
    .update({
      leased_until: new Date(until).toISOString(),
      ticket: randomUUID(),
      attempts: knex.raw('?? + 1', ['attempts']),
    })
    .returning('*');
}
