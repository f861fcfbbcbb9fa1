import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import { aheadOf, areApart, saysApart } from './clocks';

const everyMs = 60_000;

export interface ClockWatchOptions {
  clock: Clock;
  logger: LoggerService;
  /** Absent where the database has none of its own. */
  databaseClock?(): Promise<Date | undefined>;
}

/**
 * Compares the clock of this process with the database's, which all replicas share, and says once that they differ, and
 * once that they agree again.
 */
export function clockCheck({
  clock,
  logger,
  databaseClock,
}: ClockWatchOptions): () => Promise<void> {
  let wasApart = false;
  return async () => {
    try {
      const aheadMs = aheadOf(clock.now(), await databaseClock?.());
      const words = saysApart(aheadMs);
      if (words && !wasApart)
        logger.error(
          `${words}: verdicts, plans and the log are dated by it until one of the two is put right`,
        );
      if (!words && wasApart)
        logger.info('the clocks of this process and the database agree again');
      wasApart = areApart(aheadMs);
    } catch (error) {
      logger.warn(
        'the clock of the database could not be read',
        error as Error,
      );
    }
  };
}

/** The same at once and then every minute; whoever stops it waits for nothing. */
export function watchClock(options: ClockWatchOptions): { stop(): void } {
  const check = clockCheck(options);
  check();
  const timer = setInterval(check, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
