import { setTimeout as wait } from 'node:timers/promises';

/** How the clients wait; replaced in tests, which do not. */
export interface Pace {
  /** Milliseconds that only go forward. */
  monotonic(): number;
  /** @throws when the signal ends the wait */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}

export const realPace: Pace = {
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
  random: () => Math.random(),
};
