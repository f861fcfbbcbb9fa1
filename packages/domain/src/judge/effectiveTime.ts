import type { Evidence } from '../records/evidence';

/**
 * When a statement was made, as far as that is proven: the earliest of its proven times, in milliseconds (S7.1). What
 * the statement says of its own time is a claim and is not looked at.
 */
export function effectiveTime({ outcome }: Evidence): number | undefined {
  if (outcome.status !== 'proven') return undefined;
  let earliest = Infinity;
  for (const time of outcome.provenTimes) {
    const at = Date.parse(time);
    // What is no time is less than nothing.
    if (at < earliest) earliest = at;
  }
  return earliest === Infinity ? undefined : earliest;
}
