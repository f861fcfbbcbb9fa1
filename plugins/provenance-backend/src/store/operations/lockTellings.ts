import type { Knex } from 'knex';
import { isPostgres } from '../dialect';

/**
 * Lets one replica at a time count what recipients were told and write more of it.
 *
 * @remarks
 * Race: this is what keeps two replicas from taking the same last place. Whoever locks this locks it first. SQLite has
 * one writer at a time, and knex gives it one connection.
 *
 * @throws where the lock could not be had within five seconds; everything then waits for the next turn
 */
export async function lockTellings(trx: Knex.Transaction): Promise<void> {
  if (!isPostgres(trx)) return;
  await trx.raw(`SET LOCAL lock_timeout = '5s'`);
  await trx.raw('LOCK TABLE tellings IN EXCLUSIVE MODE');
}
