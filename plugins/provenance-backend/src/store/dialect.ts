import type { Knex } from 'knex';

/** Whether the database can lock rows and skip locked ones; SQLite runs one statement at a time instead. */
export function isPostgres({ client }: Knex | Knex.QueryBuilder): boolean {
  return ['pg', 'postgres', 'postgresql'].includes(
    String(client.config.client),
  );
}

/**
 * A condition `column IN values` that holds any number of values in one parameter: visible entities may be tens of
 * thousands, and both dialects limit the number of parameters.
 */
export function whereIn(
  query: Knex.QueryBuilder,
  column: string,
  values: Iterable<string>,
): Knex.QueryBuilder {
  const list = [...values];
  return isPostgres(query)
    ? query.whereRaw('?? = ANY(?)', [column, list] as never)
    : query.whereRaw('?? IN (SELECT value FROM json_each(?))', [
        column,
        JSON.stringify(list),
      ]);
}
