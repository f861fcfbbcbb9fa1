import { setTimeout } from 'node:timers/promises';
import { pruneOutbox } from '../store';
import { bringBack } from './bringBack';
import { deliver } from './deliver';
import { gather } from './gather';
import { sumUp } from './sumUp';
import type { TellContext } from './TellContext';

const pollMs = 10_000;
const longestPollMs = 300_000;
/** How long a message may hold up the end of the process; what is cut off is sent again when its lease ends. */
const graceMs = 10_000;

/**
 * One turn: sums up what was held, makes messages of what happened, sends what is due, deletes what is old. Each of them
 * fails alone, and none of them fails anything else.
 *
 * @returns whether all went well
 */
export async function tellOnce(context: TellContext): Promise<boolean> {
  const hasSinks = context.sinks.length > 0;
  const results = [
    !hasSinks || (await attempt('bring back news', bringBack, context)),
    !hasSinks || (await attempt('sum up what was held', sumUp, context)),
    !hasSinks || (await attempt('make messages', gather, context)),
    !hasSinks || (await attempt('send messages', deliver, context)),
    await attempt('tidy the outbox', prune, context),
  ];
  return results.every(Boolean);
}

/**
 * Tells people from now on what happens, on every replica: rows are claimed, so that each is told by one.
 *
 * @returns `stop`, which resolves when what was begun has ended, or after ten seconds
 */
export function startTelling(
  context: TellContext,
  realPollMs = pollMs,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = (async () => {
    let failures = 0;
    while (!signal.aborted) {
      failures = (await tellOnce(context)) ? 0 : failures + 1;
      // What is away for hours must not fill the log.
      const wait = Math.min(realPollMs * 2 ** failures, longestPollMs);
      await setTimeout(wait, undefined, { signal, ref: false }).catch(
        () => undefined,
      );
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await Promise.race([
        loop,
        setTimeout(graceMs, undefined, { ref: false }),
      ]);
    },
  };
}

async function attempt(
  what: string,
  step: (context: TellContext) => Promise<unknown>,
  context: TellContext,
): Promise<boolean> {
  try {
    await step(context);
    return true;
  } catch (error) {
    context.logger.warn(`could not ${what}`, error as Error);
    return false;
  }
}

async function prune({ knex, clock, logger, settings, sinks }: TellContext) {
  const { giveUpMs, windowMs } = settings;
  const isSilent = sinks.length === 0;
  const ago = (ms: number) =>
    new Date(clock.now().getTime() - ms).toISOString();
  const { untold, unsent } = await pruneOutbox({
    knex,
    before: ago(giveUpMs),
    // Where no module brings alerts to people nothing waits for anybody. Another replica, which has one already while
    // a new version is rolled out, is done with it long before.
    untoldBefore: ago(isSilent ? 2 * windowMs : giveUpMs),
  });
  if (!isSilent && untold + unsent > 0)
    logger.error(
      `${untold} events and ${unsent} messages were never told and are given up`,
    );
}
