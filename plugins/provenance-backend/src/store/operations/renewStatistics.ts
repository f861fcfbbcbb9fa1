import type { Knex } from 'knex';
import { isPostgres } from '../dialect';

/** What a pass fills, and reads while it does. */
const tables = [
  ...['entities', 'usages', 'usage_claims', 'usage_states'],
  ...['work', 'judgements', 'findings'],
];

/**
 * Lets PostgreSQL see how full its tables have become. It does so by itself, but up to minutes later; until then it takes
 * them for almost empty, and reads all of them for each page of a portal's first pass. SQLite plans by its indexes.
 *
 * @remarks Race: none; nothing that reads or writes rows waits for it. Somebody else may do the same, one after the other.
 */
export async function renewStatistics(options: { knex: Knex }): Promise<void> {
  const { knex } = options;
  if (!isPostgres(knex)) return;
  for (const table of tables) await knex.raw('ANALYZE ??', [table]);
}
