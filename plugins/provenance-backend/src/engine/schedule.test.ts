import {
  at,
  collectionOf,
  digestOf,
  judgementOf,
  registryDown,
} from '../__testUtils__/fixtures';
import type { Look } from './lookAt';
import { hostBackOff, scheduleAfter } from './schedule';

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
  const { lookAt, judgeAt, attempts } = scheduleAfter({
    name: 'u',
    look: resolved,
    judgement: judgementOf('trusted', 'accepted'),
    attempts: 0,
    intervalMs,
    now,
    ...changes,
  });
  const minutesTo = (instant: string) =>
    (Date.parse(instant) - now.getTime()) / minute;
  return {
    wait: minutesTo(lookAt),
    judgeIn: judgeAt && minutesTo(judgeAt),
    attempts,
  };
};

describe('scheduleAfter', () => {
  it('spreads looks over the last tenth of the interval and never beyond it', () => {
    const waits = Array.from(
      { length: 50 },
      (_, i) => schedule({ name: `u${i}` }).wait,
    );
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(216);
    expect(Math.max(...waits)).toBeLessThanOrEqual(240);
    expect(new Set(waits).size).toBeGreaterThan(20);
  });

  it('comes back soon after an infrastructure failure, and then less and less soon', () => {
    const waits = [0, 1, 2, 5, 50].map(attempts =>
      schedule({ look: failed('infrastructure'), attempts }),
    );
    [1, 2, 4, 32, 240].forEach((most, i) => {
      expect(waits[i].wait).toBeLessThanOrEqual(most);
      expect(waits[i].wait).toBeGreaterThanOrEqual(most * 0.8);
    });
    expect(waits.map(({ attempts }) => attempts)).toEqual([1, 2, 3, 6, 51]);
  });

  it('does not bring back at one instant what failed at one instant', () => {
    const waits = Array.from(
      { length: 50 },
      (_, i) =>
        schedule({ name: `u${i}`, look: failed('infrastructure') }).wait,
    );
    expect(new Set(waits).size).toBeGreaterThan(20);
  });

  it('comes back soon after an incomplete look', () => {
    const collection = collectionOf(digestOf('a'), at(0), {
      sources: [
        { source: 'referrers-api', status: 'failed', cause: registryDown },
      ],
    });
    const { wait, attempts } = schedule({ look: { ...resolved, collection } });
    expect(wait).toBeLessThanOrEqual(1);
    expect(attempts).toBe(1);
  });

  it('does not hurry for what only a person can mend', () => {
    const { wait, attempts } = schedule({
      look: failed('configuration'),
      attempts: 3,
    });
    expect(wait).toBeGreaterThanOrEqual(216);
    expect(attempts).toBe(0);
  });

  it('S1.6 judges when the clock alone changes the verdict, and never at once, without a look', () => {
    const reconsiderAt = (minutes: number) => ({
      judgement: judgementOf('trusted', 'accepted', {
        reconsiderAt: at(minutes),
      }),
    });
    expect(schedule(reconsiderAt(7)).judgeIn).toBe(7);
    expect(schedule(reconsiderAt(-7)).judgeIn).toBe(1 / 60);
    expect(schedule(reconsiderAt(7)).wait).toBe(schedule().wait);
    expect(schedule().judgeIn).toBeUndefined();
  });
});

describe('hostBackOff', () => {
  it('tries a host that is down within a minute, and then less and less often, at least every 15 minutes', () => {
    const waits = [1, 2, 3, 4, 5, 60].map(
      tries => hostBackOff(tries, 'ghcr.io') / minute,
    );
    [1, 2, 4, 8, 15, 15].forEach((most, i) => {
      expect(waits[i]).toBeLessThanOrEqual(most);
      expect(waits[i]).toBeGreaterThanOrEqual(most * 0.8);
    });
  });
});
