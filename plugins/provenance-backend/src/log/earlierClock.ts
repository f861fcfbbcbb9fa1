import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import { aheadOf, saysApart } from '../health/clocks';

/**
 * The clock by which something is removed: of the process's and the database's the one that shows less. Whichever is ahead
 * would have removed what is young, and no clock gives that back (S10.3).
 *
 * @param options - `databaseClock`: absent where the database has none of its own
 */
export async function earlierClock(options: {
  clock: Clock;
  logger: LoggerService;
  databaseClock?(): Promise<Date | undefined>;
}): Promise<Clock> {
  const { clock, logger, databaseClock } = options;
  const aheadMs = aheadOf(clock.now(), await databaseClock?.());
  const words = saysApart(aheadMs);
  if (words)
    logger.error(
      `${words}; what is old is reckoned by the one that shows less`,
    );
  if (aheadMs <= 0) return clock;
  return { now: () => new Date(clock.now().getTime() - aheadMs) };
}
