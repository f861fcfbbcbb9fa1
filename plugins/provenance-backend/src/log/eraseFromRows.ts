import type { Knex } from 'knex';

const batchSize = 500;

/**
 * Goes through rows by their ids and writes what an erasure left of each.
 *
 * @param query - the rows, with the columns that may name somebody
 * @param restOf - what a row says without the person; undefined where it does not name them
 *
 * @returns how many were changed
 */
export async function eraseFromRows<Row extends { id: number | string }>(
  { knex, table }: { knex: Knex; table: string },
  query: () => Knex.QueryBuilder,
  restOf: (row: Row) => object | undefined,
): Promise<number> {
  let count = 0;
  let after = 0;
  for (;;) {
    const rows: Row[] = await query()
      .where('id', '>', after)
      .orderBy('id')
      .limit(batchSize);
    const last = rows.at(-1);
    if (!last) return count;
    for (const row of rows) {
      const rest = restOf(row);
      if (rest === undefined) continue;
      await knex(table).where({ id: row.id }).update(rest);
      count++;
    }
    after = Number(last.id);
  }
}
