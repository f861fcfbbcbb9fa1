import { aheadOf } from '../health/clocks';
import { recallHosts, recallLooks, recallWork } from '../store';
import { clocksApartMs } from '../store/settleDates';
import type { EngineContext } from './EngineContext';
import { leaseMs } from './keepLease';
import { longestHostWait } from './schedule';

/** In real milliseconds: the clock of this process may be the one that jumps. */
const everyMs = 60_000;

type Context = Pick<
  EngineContext,
  'knex' | 'clock' | 'databaseClock' | 'logger' | 'judging'
>;

/**
 * Brings back what was planned by a clock that was ahead. A database that is away costs one turn of it, and nothing else.
 *
 * @returns how many plans, claims and hosts it was
 */
export async function recallAhead(engine: Context): Promise<number> {
  const { knex, clock, logger, judging } = engine;
  const { intervalMs } = judging.settings;
  const now = clock.now();
  try {
    const looks = (await mayDateBack(engine, now))
      ? await recallLooks({ knex, now })
      : 0;
    const work = await recallWork({ knex, now, intervalMs, leaseMs });
    const longestWaitMs = longestHostWait;
    const hosts = await recallHosts({ knex, now, longestWaitMs, leaseMs });
    if (looks > 0)
      logger.warn(
        `${looks} looks were dated ahead, and count for no newer than what was recorded before them`,
      );
    if (work + hosts > 0)
      logger.warn(
        `${work} looks and ${hosts} hosts were planned for a time that is too far ahead, and are due now: ` +
          'the clock of a replica is or was ahead, or the clock of this one is behind',
      );
    return work + hosts;
  } catch (error) {
    logger.warn('plans that lie too far ahead stay', error as Error);
    return 0;
  }
}

/**
 * To a clock that is behind all looks of the others are dated ahead, and what it took from them no later look would give
 * back. The database's clock tells whether this one is.
 */
async function mayDateBack(
  { databaseClock }: Context,
  now: Date,
): Promise<boolean> {
  return aheadOf(now, await databaseClock?.()) >= -clocksApartMs;
}

/** The same, at once and then at most once a minute, however often it is called. */
export function recalling(
  elapsed: () => number = () => performance.now(),
): (engine: Context) => Promise<void> {
  let last = -Infinity;
  return async engine => {
    if (elapsed() - last < everyMs) return;
    last = elapsed();
    await recallAhead(engine);
  };
}
