import { isComplete, obstaclesOf } from '../records/collection';
import type { Freshness } from '../records/verdict';
import type { JudgeInput, JudgeSettings } from './input';

/** S6.1: two intervals without a look are as bad as a look that failed. */
const missedIntervals = 2;

/**
 * How old the knowledge is (S6.1): fresh while the newest attempt is complete, stale after a failed attempt or two
 * missed intervals, none before the first complete collection.
 */
export function freshnessOf(input: JudgeInput): Freshness {
  const collections = input.collections
    .filter(collection => collection.subject === input.usage.digest)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const newest = collections.find(isComplete);
  if (!newest) return { status: 'none' };

  const provenAt = newest.at;
  const failure = firstFailureAfter(provenAt, input);
  if (failure) return { status: 'stale', provenAt, ...failure };
  const overdueAt = overdue(provenAt, input.settings);
  return Date.parse(input.now) >= overdueAt
    ? {
        status: 'stale',
        provenAt,
        since: new Date(overdueAt).toISOString(),
        cause: 'overdue',
      }
    : { status: 'fresh', provenAt };
}

/** The instant from which a collection of `provenAt` counts as overdue, in milliseconds. */
export function overdue(
  provenAt: string,
  { intervalMs }: JudgeSettings,
): number {
  return Date.parse(provenAt) + missedIntervals * intervalMs;
}

function firstFailureAfter(provenAt: string, input: JudgeInput) {
  const failures = input.collections
    .filter(collection => collection.subject === input.usage.digest)
    .flatMap(collection =>
      obstaclesOf(collection).map(cause => ({ since: collection.at, cause })),
    );
  if (input.resolution.status === 'failed')
    failures.push({
      since: input.resolution.at,
      cause: input.resolution.cause,
    });
  return failures
    .filter(({ since }) => Date.parse(since) > Date.parse(provenAt))
    .sort((a, b) => Date.parse(a.since) - Date.parse(b.since))[0];
}
