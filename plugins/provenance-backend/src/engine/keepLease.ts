import { renewLease, type WorkClaim } from '../store';
import type { EngineContext } from './EngineContext';

/** After this long without a sign of life its replica counts as dead, and another one takes over. */
export const leaseMs = 60_000;

/**
 * Renews a claim while its look goes on: a file of gigabytes takes longer than a dead replica may be waited for.
 *
 * @returns `end`, to be called when the look has ended
 */
export function keepLease(
  claim: WorkClaim,
  { knex, clock, logger }: EngineContext,
): { end(): void } {
  const timer = setInterval(async () => {
    const until = new Date(clock.now().getTime() + leaseMs).toISOString();
    try {
      await renewLease({ knex, claim, until });
    } catch (error) {
      logger.warn(
        `the lease of ${claim.usageId} was not renewed`,
        error as Error,
      );
    }
  }, leaseMs / 3);
  timer.unref();
  return { end: () => clearInterval(timer) };
}
