import { at } from '../__testUtils__/fixtures';
import { dueRows } from './dueRows';
import type { OutboxRow } from './OutboxRow';

const hour = 3_600_000;

const rowOf = (cause: string, minutes: number) =>
  ({ cause, happened_at: at(minutes) } as OutboxRow);

function dueAt(minutes: number, rows: OutboxRow[]) {
  return dueRows(rows, { windowMs: hour }, new Date(at(minutes)));
}

describe('dueRows', () => {
  it('waits until nothing more of a cause comes', () => {
    const rows = [rowOf('a', 0), rowOf('a', 1)];
    expect(dueAt(1.4, rows)).toEqual([]);
    expect(dueAt(1.5, rows)).toEqual(rows);
  });

  it('waits five minutes at most', () => {
    const rows = [0, 1, 2, 3, 4, 5].map(minutes => rowOf('a', minutes));
    expect(dueAt(4.9, rows.slice(0, 5))).toHaveLength(5);
    expect(dueAt(4.9, [...rows.slice(0, 4), rowOf('a', 4.8)])).toEqual([]);
    expect(dueAt(5, rows)).toEqual(rows);
  });

  it.each(['first-look', 'configuration:g2'])(
    'waits for the end of %s, as long as the window',
    cause => {
      const rows = [rowOf(cause, 0), rowOf(cause, 10)];
      expect(dueAt(10.1, rows)).toEqual([]);
      expect(dueAt(10.5, rows)).toEqual(rows);
      const endless = [rowOf(cause, 0), rowOf(cause, 60)];
      expect(dueAt(60, endless)).toEqual(endless);
    },
  );

  it('keeps causes apart', () => {
    const rows = [rowOf('a', 0), rowOf('b', 1)];
    expect(dueAt(1, rows)).toEqual([rows[0]]);
  });
});
