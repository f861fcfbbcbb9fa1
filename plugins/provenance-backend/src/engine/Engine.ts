import { setTimeout } from 'node:timers/promises';
import { claimDueWork } from '../store';
import { Alignment } from './Alignment';
import type { EngineContext } from './EngineContext';
import { leaseMs } from './keepLease';
import { workOn } from './workOn';

/** How long a look may hold up the end of the process. */
const graceMs = 10_000;

/** `judging` and `generation` may change while the engine runs; each piece of work goes by what they were at its start. */
export interface EngineOptions extends EngineContext {
  /** Looks at the same time in this process. */
  concurrency: number;
  /** How long to wait when nothing is due, in real milliseconds. */
  pollMs?: number;
  /** How long to wait before trying what could not be judged again, in real milliseconds. */
  retryMs?: number;
  /** Whether this replica may claim and judge now (S6.3); absent: always. */
  mayWork?(): { active: boolean };
}

/**
 * Works off what is due until nothing is, with bounded concurrency.
 *
 * @returns how many looks were made
 */
export async function runOnce(options: EngineOptions): Promise<number> {
  let count = 0;
  for (;;) {
    const claims = await claim(options, options.concurrency);
    if (claims.length === 0) return count;
    await Promise.all(claims.map(one => workOn(one, asOfNow(options))));
    count += claims.length;
  }
}

/**
 * The loop of one replica. First verdicts are brought in line with the configuration, then work is taken as it falls
 * due; a slow look holds one place and delays nobody else.
 *
 * @returns `realign`, to be called when what is in force has changed; `stop`, which resolves when everything that was
 * begun has ended, or after ten seconds: what is cut off then is taken over when its lease ends
 */
export function startEngine(options: EngineOptions): {
  realign(): void;
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const { signal } = stopping;
  const alignment = new Alignment(() => asOfNow(options), {
    running,
    stopping: signal,
    retryMs: options.retryMs,
    mayWork: () => mayWork(options),
  });
  const work = async () => {
    for (let turn = 0; !signal.aborted; turn++) {
      const began = await fill(options, running, turn % 2 === 1);
      if (began === 0 || running.size >= options.concurrency) {
        await pause(options.pollMs ?? 1_000, running, signal);
      }
    }
    await Promise.all(running);
  };
  const loop = alignment.align().then(work);
  return {
    realign() {
      alignment.align();
    },
    async stop() {
      stopping.abort();
      const patience = setTimeout(graceMs, undefined, { ref: false });
      const all = Promise.all([loop, alignment.ended()]);
      await Promise.race([all, patience]);
    },
  };
}

function mayWork(options: EngineOptions): boolean {
  return options.mayWork?.().active ?? true;
}

/** A look that judged by one version of an authority must not be recorded under another one. */
function asOfNow(options: EngineOptions): EngineOptions {
  return { ...options };
}

async function fill(
  options: EngineOptions,
  running: Set<Promise<void>>,
  longestDue: boolean,
) {
  const free = options.concurrency - running.size;
  if (free <= 0 || !mayWork(options)) return 0;
  const claims = await claimSafely(options, free, longestDue);
  for (const one of claims) {
    const work = workOn(one, asOfNow(options)).finally(() =>
      running.delete(work),
    );
    running.add(work);
  }
  return claims.length;
}

function claim(
  { knex, clock }: EngineOptions,
  limit: number,
  longestDue = false,
) {
  return claimDueWork({ knex, now: clock.now(), leaseMs, limit, longestDue });
}

async function claimSafely(
  options: EngineOptions,
  limit: number,
  longestDue: boolean,
) {
  try {
    return await claim(options, limit, longestDue);
  } catch (error) {
    // The loop outlives a database that is away for a while; the next poll tries again.
    options.logger.error('no work could be claimed', error as Error);
    return [];
  }
}

/** Until a place is free or, where places are free, until the next poll; at once when the engine stops. */
async function pause(
  pollMs: number,
  running: Set<Promise<void>>,
  signal: AbortSignal,
): Promise<void> {
  // An abort rejects the wait; the loop's condition then ends it.
  const waited = setTimeout(pollMs, undefined, { signal, ref: false });
  await Promise.race([waited.catch(() => undefined), ...running]);
}
