import { recallNews } from '../store';
import { leaseMs, longestWaitMs } from './deliver';
import type { TellContext } from './TellContext';

/** Brings back what was written by a clock that was ahead; it would be told in days. */
export async function bringBack(context: TellContext): Promise<void> {
  const { knex, clock, logger, settings } = context;
  const { windowMs } = settings;
  const now = clock.now();
  const wait = { windowMs, longestWaitMs, leaseMs };
  const { events, messages } = await recallNews({ knex, now, ...wait });
  if (events + messages > 0)
    logger.warn(
      `${events} events and ${messages} messages were dated too far ahead, and are told now: ` +
        'the clock of a replica is or was ahead, or the clock of this one is behind',
    );
}
