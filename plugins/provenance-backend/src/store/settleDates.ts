import type { CollectionRow } from './rows';

/** So far the clocks of replicas may lie apart without anybody taking one for wrong. */
export const clocksApartMs = 60_000;

/** The latest instant that a clock that is right may have written. ISO 8601, UTC. */
export function latestInstant(now: Date): string {
  return new Date(now.getTime() + clocksApartMs).toISOString();
}

/**
 * Gives looks that are dated after now the earliest instant at which they can have been: they were recorded after what was
 * recorded before them, and nothing else is known. Dated as they are they would hide every later look, and speak for their
 * digest for as long as the clock was ahead (S6.1).
 *
 * @returns the newest first
 */
export function settleDates(rows: CollectionRow[], now: Date): CollectionRow[] {
  const latest = latestInstant(now);
  const [right, ahead] = [false, true].map(wanted =>
    rows
      .filter(row => row.last_at > latest === wanted)
      .sort((a, b) => Number(a.id) - Number(b.id)),
  );
  const settled = [...right];
  for (const row of ahead) {
    const at = earliestOf(
      row,
      settled.filter(other => Number(other.id) < Number(row.id)),
      latest,
    );
    settled.push({ ...row, first_at: at, last_at: at });
  }
  return settled.sort(newestFirst);
}

/**
 * Behind whatever lay there when it was recorded; where it goes on with an earlier run, not before that began.
 *
 * @param before - what was recorded before it and is dated right
 */
export function earliestOf(
  row: Pick<CollectionRow, 'first_at'>,
  before: readonly Pick<CollectionRow, 'last_at'>[],
  latest: string,
): string {
  const began = row.first_at > latest ? 0 : Date.parse(row.first_at);
  const at = before
    .map(other => Date.parse(other.last_at) + 1)
    .reduce((a, b) => Math.max(a, b), began);
  return new Date(at).toISOString();
}

function newestFirst(a: CollectionRow, b: CollectionRow): number {
  if (a.last_at !== b.last_at) return a.last_at < b.last_at ? 1 : -1;
  return Number(b.id) - Number(a.id);
}
