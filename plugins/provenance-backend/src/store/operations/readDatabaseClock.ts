import type { Knex } from 'knex';
import { isPostgres } from '../dialect';

/**
 * What the database takes the time for. All replicas ask the same one, so that each can tell whether its own clock is
 * wrong; no instant that is stored comes from it.
 *
 * @remarks Race: none; it is as old as the way here.
 *
 * @returns undefined on SQLite, which runs in this process and has its clock
 */
export async function readDatabaseClock(options: {
  knex: Knex;
}): Promise<Date | undefined> {
  const { knex } = options;
  if (!isPostgres(knex)) return undefined;
  const { rows } = await knex.raw('SELECT clock_timestamp() AS now');
  return new Date(rows[0].now);
}
