import type { IntegrityDifference } from '@countersign/backstage-plugin-provenance-common';

const longest = 200;

/** Says where a row and the log differ. Whatever a row holds may be anybody's words, so that all of it is cut off. */
export function difference(
  table: string,
  row: unknown,
  says: string,
  sequence?: unknown,
): IntegrityDifference {
  const place = sequence === undefined || sequence === null ? {} : { sequence };
  return {
    table,
    row: cut(row),
    message: `${table}: ${says}`.slice(0, 3 * longest),
    ...('sequence' in place && { sequence: Number(place.sequence) }),
  };
}

/** A value as a sentence quotes it. */
export function cut(value: unknown): string {
  const text = String(value ?? 'nothing');
  return text.length > longest ? `${text.slice(0, longest)}...` : text;
}

/** Where in the log something stands. */
export function inEntry(sequence: unknown): string {
  return sequence === undefined || sequence === null
    ? 'not sealed yet'
    : `entry ${Number(sequence)}`;
}
