import type { Evidence } from '../records/evidence';

/**
 * When a statement was made, as far as that is proven: the earliest of its proven times, in milliseconds (S7.1). What
 * the statement says of its own time is a claim and is not looked at.
 */
export function effectiveTime({ outcome }: Evidence): number | undefined {
  if (outcome.status !== 'proven') return undefined;
  const times = outcome.provenTimes
    .map(time => Date.parse(time))
    .filter(time => !Number.isNaN(time));
  return times.length === 0 ? undefined : Math.min(...times);
}
