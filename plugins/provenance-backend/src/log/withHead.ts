import type { Knex } from 'knex';
import { isPostgres } from '../store/dialect';
import type { LogHeadRow } from './rows';

/** Where the chain ends. */
export interface LogHead {
  sequence: number;
  hash: string;
}

/** The chain's end, and the entry about the newest pruning. */
export interface LockedHead extends LogHead {
  prunedBy?: number;
}

/**
 * Runs a function that may extend or cut the chain, alone.
 *
 * @remarks
 * Race: two that extend the chain from one head would fork it. The head's row is locked on PostgreSQL; whoever does not
 * wait gets nothing while another holds it. SQLite has one writer at a time, from the first write on: the row is written
 * before it is read. Whatever got past this fails on the unique previous hash.
 *
 * @returns undefined where another one is at it and `wait` is false
 */
export async function withHead<T>(
  options: { knex: Knex; wait: boolean },
  work: (trx: Knex.Transaction, head: LockedHead) => Promise<T>,
): Promise<T | undefined> {
  const { knex, wait } = options;
  return knex.transaction(async trx => {
    const row = await lock(trx, wait);
    return row && work(trx, headOf(row));
  });
}

async function lock(trx: Knex.Transaction, wait: boolean) {
  const head = () => trx<LogHeadRow>('log_head').where({ id: 1 });
  if (isPostgres(trx)) {
    const locked = head().forUpdate().first();
    return wait ? locked : locked.skipLocked();
  }
  await head().update({ id: 1 });
  return head().first();
}

export function headOf(row: LogHeadRow): LockedHead {
  return {
    sequence: Number(row.sequence),
    hash: row.hash,
    prunedBy: row.pruned_by === null ? undefined : Number(row.pruned_by),
  };
}

/** Where the chain ends now; sequence 0 before the first entry. */
export async function readHead(options: { knex: Knex }): Promise<LogHead> {
  const row = await options
    .knex<LogHeadRow>('log_head')
    .where({ id: 1 })
    .first();
  if (!row) throw new Error('the head of the log is missing');
  const { sequence, hash } = headOf(row);
  return { sequence, hash };
}
