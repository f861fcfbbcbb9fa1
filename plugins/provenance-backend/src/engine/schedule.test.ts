import {
  at,
  collectionOf,
  digestOf,
  judgementOf,
  registryDown,
} from '../__testUtils__/fixtures';
import type { Look } from './lookAt';
import { scheduleAfter } from './schedule';

const minute = 60_000;
const intervalMs = 240 * minute;
const now = new Date(at(0));
const resolved: Look = {
  resolution: { status: 'resolved', at: at(0) },
  materials: [],
  below: [],
};
const failed = (origin: 'infrastructure' | 'configuration'): Look => ({
  resolution: {
    status: 'failed',
    at: at(0),
    cause: { ...registryDown, origin },
  },
  materials: [],
  below: [],
});

const schedule = (
  changes: Partial<Parameters<typeof scheduleAfter>[0]> = {},
) => {
  const { nextAt, attempts } = scheduleAfter({
    usageId: 'u',
    look: resolved,
    judgement: judgementOf('trusted', 'accepted'),
    attempts: 0,
    intervalMs,
    now,
    ...changes,
  });
  return { wait: (Date.parse(nextAt) - now.getTime()) / minute, attempts };
};

describe('scheduleAfter', () => {
  it('spreads looks over the last tenth of the interval and never beyond it', () => {
    const waits = Array.from(
      { length: 50 },
      (_, i) => schedule({ usageId: `u${i}` }).wait,
    );
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(216);
    expect(Math.max(...waits)).toBeLessThanOrEqual(240);
    expect(new Set(waits).size).toBeGreaterThan(20);
  });

  it('comes back soon after an infrastructure failure, and then less and less soon', () => {
    const waits = [0, 1, 2, 5, 50].map(attempts =>
      schedule({ look: failed('infrastructure'), attempts }),
    );
    expect(waits.map(({ wait }) => wait).slice(0, 4)).toEqual([1, 2, 4, 32]);
    expect(waits[4].wait).toBeLessThanOrEqual(240);
    expect(waits.map(({ attempts }) => attempts)).toEqual([1, 2, 3, 6, 51]);
  });

  it('comes back soon after an incomplete look', () => {
    const collection = collectionOf(digestOf('a'), at(0), {
      sources: [
        { source: 'referrers-api', status: 'failed', cause: registryDown },
      ],
    });
    expect(schedule({ look: { ...resolved, collection } })).toEqual({
      wait: 1,
      attempts: 1,
    });
  });

  it('does not hurry for what only a person can mend', () => {
    const { wait, attempts } = schedule({
      look: failed('configuration'),
      attempts: 3,
    });
    expect(wait).toBeGreaterThanOrEqual(216);
    expect(attempts).toBe(0);
  });

  it('S1.6 comes back when the clock alone changes the verdict, and never at once', () => {
    const reconsiderAt = (minutes: number) => ({
      judgement: judgementOf('trusted', 'accepted', {
        reconsiderAt: at(minutes),
      }),
    });
    expect(schedule(reconsiderAt(7)).wait).toBe(7);
    expect(schedule(reconsiderAt(-7)).wait).toBe(1 / 60);
    expect(schedule(reconsiderAt(7_000)).wait).toBeLessThanOrEqual(240);
  });
});
