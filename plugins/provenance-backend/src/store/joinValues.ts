import type { Knex } from 'knex';
import { isPostgres } from './dialect';

export type Value = string | number | null;

/**
 * A statement over rows that are given with it: a common table `v`, whose columns both dialects call `column1`, `column2`
 * and so on. PostgreSQL would take every parameter for text.
 *
 * @returns what the statement returns
 */
export async function joinValues<T>(
  knex: Knex,
  rows: readonly (readonly Value[])[],
  sql: string,
): Promise<T[]> {
  const typed = (value: Value) =>
    typeof value === 'number' ? 'CAST(? AS integer)' : 'CAST(? AS text)';
  const lines = rows.map(row => `(${row.map(typed).join(', ')})`);
  const answer = await knex.raw(
    `WITH v AS (VALUES ${lines.join(', ')}) ${sql}`,
    rows.flat() as never,
  );
  return isPostgres(knex) ? answer.rows : answer;
}
