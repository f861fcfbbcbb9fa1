import { clocksApartMs } from '../store/settleDates';

/**
 * By how many milliseconds the clock of this process is ahead of the database's; below zero where it is behind.
 *
 * @param theirs - absent where the database has no clock of its own: then nothing can be compared
 */
export function aheadOf(now: Date, theirs: Date | undefined): number {
  return theirs ? now.getTime() - theirs.getTime() : 0;
}

/** Whether they differ by more than replicas may. */
export function areApart(aheadMs: number): boolean {
  return Math.abs(aheadMs) > clocksApartMs;
}

/** What is wrong with them; nothing where nothing is. */
export function saysApart(aheadMs: number): string | undefined {
  if (!areApart(aheadMs)) return undefined;
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  return `the clock of this process is ${seconds} seconds ${
    aheadMs > 0 ? 'ahead of' : 'behind'
  } the database's`;
}
