import { renewLeases, type WorkClaim } from '../store';
import type { EngineContext } from './EngineContext';

/** After this long without a sign of life its replica counts as dead, and another one takes over. */
export const leaseMs = 60_000;

/**
 * Renews claims of one ticket while they wait and are worked on: a file of gigabytes takes longer than a dead replica
 * may be waited for.
 *
 * @returns `end`, to be called when the work has ended
 */
export function keepLease(
  claims: readonly WorkClaim[],
  { knex, clock, logger }: Pick<EngineContext, 'knex' | 'clock' | 'logger'>,
): { end(): void } {
  const timer = setInterval(async () => {
    const until = new Date(clock.now().getTime() + leaseMs).toISOString();
    try {
      await renewLeases({ knex, claims, until });
    } catch (error) {
      logger.warn(
        `the leases of ${claims.length} usages were not renewed`,
        error as Error,
      );
    }
  }, leaseMs / 3);
  timer.unref();
  return { end: () => clearInterval(timer) };
}
