import type { Row } from './rows';

const columns = [
  'entity',
  'artifact',
  'expected',
  'actual',
  'code',
  'findings',
] as const;

/** The rows as lines of text; those that do not agree carry a mark. */
export function formatTable(rows: Row[]): string[] {
  const table = [
    ['', ...columns],
    ...rows.map(row => [
      row.agrees === false ? '!' : '',
      ...columns.map(column => row[column]),
    ]),
  ];
  const widths = table[0].map((_, column) =>
    Math.max(...table.map(cells => cells[column].length)),
  );
  return table.map(cells =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}
