/** Rows of one statement at most: SQLite joins no more than 500 of them, and a stranger decides how large they are. */
const most = 50;

/** So many rows as go into one statement. */
export function batchesOf<T>(rows: readonly T[]): T[][] {
  const count = Math.ceil(rows.length / most);
  return Array.from({ length: count }, (_, i) =>
    rows.slice(i * most, (i + 1) * most),
  );
}
