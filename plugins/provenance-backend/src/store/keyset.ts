import type { Knex } from 'knex';

/** The values of the sort columns in the last row of the page before. */
export type ListPosition = readonly (string | number)[];

/** Rows behind a position, each with its own, and how many there are on all pages. */
export interface Listed<Row> {
  found: { row: Row; at: ListPosition }[];
  total: number;
}

/** What the values of a column look like; a position comes back from a client and is held to it. */
export type ColumnKind = 'text' | 'rank' | 'serial';

/** An order that no two rows share, so that each position means one place in the list. */
export interface ListOrder {
  columns: readonly { name: string; kind: ColumnKind }[];
  direction: 'asc' | 'desc';
}

/**
 * Sorts, and begins behind a position: by the sort key and not by an offset, so that rows that come and go between two
 * pages make nothing appear twice and skip nothing.
 *
 * All columns run in one direction, because then one comparison of rows is a range of the index.
 */
export function applyKeyset(
  query: Knex.QueryBuilder,
  { columns, direction }: ListOrder,
  after: ListPosition | undefined,
): void {
  for (const { name } of columns) query.orderBy(name, direction);
  if (!after) return;
  const names = columns.map(() => '??').join(', ');
  const values = columns.map(() => '?').join(', ');
  query.whereRaw(`(${names}) ${direction === 'asc' ? '>' : '<'} (${values})`, [
    ...columns.map(({ name }) => name),
    ...after,
  ]);
}

/** Whether values that a client sent can be compared with the columns at all. */
export function fitsOrder(
  values: readonly unknown[],
  { columns }: ListOrder,
): values is ListPosition {
  return (
    values.length === columns.length &&
    columns.every(({ kind }, i) => fits(values[i], kind))
  );
}

function fits(value: unknown, kind: ColumnKind): boolean {
  // PostgreSQL refuses a NUL in any text, and a number that is too large for its column.
  if (kind === 'text')
    return typeof value === 'string' && !value.includes('\0');
  const most = kind === 'rank' ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER;
  return Number.isSafeInteger(value) && isWithin(Number(value), most);
}

function isWithin(value: number, most: number): boolean {
  return value >= 0 && value <= most;
}
