/** Rows of one statement at most: SQLite joins no more than 500 of them, and a stranger decides how large they are. */
const most = 250;

/** So many rows as go into one statement, or fewer. */
export function batchesOf<T>(rows: readonly T[], size = most): T[][] {
  const count = Math.ceil(rows.length / size);
  return Array.from({ length: count }, (_, i) =>
    rows.slice(i * size, (i + 1) * size),
  );
}
