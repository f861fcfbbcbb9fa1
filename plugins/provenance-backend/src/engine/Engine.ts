import { setTimeout } from 'node:timers/promises';
import { renewLeases } from '../store';
import { Alignment } from './Alignment';
import { claimTasks, knowHosts } from './claimTasks';
import type { EngineContext } from './EngineContext';
import { Places } from './Places';
import { recalling } from './recallAhead';
import type { HeldTask } from './Task';
import { workOn } from './workOn';
import { openWorkshop, type Workshop } from './Workshop';

/** How long a look may hold up the end of the process. */
const graceMs = 10_000;

/**
 * How soon more is claimed while claimed work still waits: each claim takes several statements, and looks end faster
 * than one at a time is worth claiming for.
 */
const restMs = 100;

/** `judging` and `generation` may change while the engine runs; each piece of work goes by what they were at its start. */
export interface EngineOptions extends EngineContext {
  /** Looks at the same time in this process. */
  concurrency: number;
  /** How long to wait when nothing is due, in real milliseconds. */
  pollMs?: number;
  /** How long to wait before trying what could not be judged again, in real milliseconds. */
  retryMs?: number;
  /** How long a look waits for others to be recorded with, in real milliseconds. */
  companyMs?: number;
  /** Whether this replica may claim and judge now (S6.3); absent: always. */
  mayWork?(): { active: boolean };
}

/**
 * Works off what is due until nothing is, with bounded concurrency.
 *
 * @returns how many usages were worked on
 */
export async function runOnce(options: EngineOptions): Promise<number> {
  const workshop = openWorkshop(options);
  const room = { full: [], room: () => Infinity };
  let count = 0;
  for (;;) {
    if (!mayWork(options)) return count;
    const limit = options.concurrency;
    const claim = { limit, longestDue: false, room };
    await knowHosts(options, workshop);
    const tasks = await claimTasks(options, workshop, claim);
    if (tasks.length === 0) return count;
    await Promise.all(tasks.map(task => holding(task, options, workshop)));
    count += tasks.flatMap(({ claims }) => claims).length;
  }
}

/**
 * The loop of one replica. First verdicts are brought in line with the configuration, then work is taken as it falls
 * due; a slow look holds one place, a slow host half of them, and neither delays anybody else.
 *
 * @returns `realign`, to be called when what is in force has changed; `stop`, which resolves when everything that was
 * begun has ended, or after ten seconds: what is cut off then is taken over when its lease ends
 */
export function startEngine(options: EngineOptions): {
  realign(): void;
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  const { signal } = stopping;
  const workshop = openWorkshop(options);
  const places = new Places({
    most: options.concurrency,
    isFailing: host => workshop.hosts.isFailing(host),
    work: task => holding(task, options, workshop),
  });
  const alignment = new Alignment(() => asOfNow(options), {
    running: places.running,
    stopping: signal,
    retryMs: options.retryMs,
    mayWork: () => mayWork(options),
  });
  const recall = recalling();
  const work = async () => {
    for (let turn = 0; !signal.aborted; turn++) {
      if (mayWork(options)) await recall(options);
      const began = performance.now();
      const found = await fill(options, places, workshop, turn % 2 === 1);
      const { pollMs = 1_000 } = options;
      if (found === 0 || places.wanted === 0)
        await pause(pollMs, places.running, signal);
      await rest(pollMs, { began, places, signal });
    }
    await giveBack(places.drop(), options);
    await Promise.all(places.running);
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

async function holding(
  task: HeldTask,
  options: EngineOptions,
  workshop: Workshop,
): Promise<void> {
  try {
    await workOn(task, asOfNow(options), workshop);
  } finally {
    task.lease.end();
  }
}

/** @returns how much was claimed */
async function fill(
  options: EngineOptions,
  places: Places,
  workshop: Workshop,
  longestDue: boolean,
): Promise<number> {
  if (!mayWork(options)) {
    await giveBack(places.drop(), options);
    return 0;
  }
  if (places.wanted === 0) return 0;
  try {
    await knowHosts(options, workshop);
    return await claimFor(options, places, workshop, longestDue);
  } catch (error) {
    // The loop outlives a database that is away for a while; the next poll tries again.
    options.logger.error('no work could be claimed', error as Error);
    return 0;
  }
}

async function claimFor(
  options: EngineOptions,
  places: Places,
  workshop: Workshop,
  longestDue: boolean,
): Promise<number> {
  // First what leaves room for others; where there is nothing else, whoever has something to do.
  for (const isShared of places.isShort ? [true, false] : [true]) {
    const room = places.roomFor(isShared);
    const claim = { limit: places.wanted, longestDue, room };
    const tasks = await claimTasks(options, workshop, claim);
    places.add(tasks);
    if (tasks.length > 0) return tasks.length;
  }
  return 0;
}

/** Whoever else is there may have it at once. */
async function giveBack(tasks: HeldTask[], { knex, logger }: EngineOptions) {
  tasks.forEach(({ lease }) => lease.end());
  try {
    for (const { claims } of tasks) await renewLeases({ knex, claims });
  } catch (error) {
    logger.warn('claims wait for their leases to end', error as Error);
  }
}

/**
 * Lets looks end until there is more to claim, or until a place has nothing to do. While enough is waiting only others
 * are asked for, as often as when nothing is due.
 */
async function rest(
  pollMs: number,
  during: { began: number; places: Places; signal: AbortSignal },
): Promise<void> {
  const { began, places, signal } = during;
  for (;;) {
    const least = places.isShort ? Math.min(restMs, pollMs) : pollMs;
    const left = began + least - performance.now();
    if (left <= 0 || signal.aborted || places.isIdle) return;
    await pause(left, places.running, signal);
  }
}

/**
 * Until a place is free or, where places are free, until the next poll; at once when the engine stops. Replicas that
 * started together do not poll together.
 */
async function pause(
  pollMs: number,
  running: ReadonlySet<Promise<void>>,
  signal: AbortSignal,
): Promise<void> {
  const wait = pollMs * (0.75 + Math.random() / 2);
  // An abort rejects the wait; the loop's condition then ends it.
  const waited = setTimeout(wait, undefined, { signal, ref: false });
  await Promise.race([waited.catch(() => undefined), ...running]);
}
