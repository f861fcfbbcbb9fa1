import { isComplete, type Judgement } from '@countersign/domain';
import { createHash } from 'node:crypto';
import type { Look } from './lookAt';

const minute = 60_000;

export interface Schedule {
  nextAt: string;
  /** Looks in a row that infrastructure kept from being finished. */
  attempts: number;
}

/**
 * When to look again: within the interval, sooner where infrastructure failed, and at the instant at which the clock
 * alone changes the verdict (S1.6).
 */
export function scheduleAfter(options: {
  usageId: string;
  look: Look;
  judgement: Judgement;
  attempts: number;
  intervalMs: number;
  now: Date;
}): Schedule {
  const { usageId, look, judgement, intervalMs, now } = options;
  const attempts = infrastructureFailed(look) ? options.attempts + 1 : 0;
  const regular = intervalMs * spread(usageId);
  const wait = attempts > 0 ? Math.min(regular, backOff(attempts)) : regular;
  const reconsider = judgement.reconsiderAt
    ? // Never at once: a clock that stands still would otherwise be asked for ever.
      Math.max(Date.parse(judgement.reconsiderAt) - now.getTime(), 1_000)
    : Infinity;
  const nextAt = new Date(now.getTime() + Math.min(wait, reconsider));
  return { nextAt: nextAt.toISOString(), attempts };
}

/** After a failure of ours: soon, and no usage may keep the loop busy. */
export function backOff(attempts: number): number {
  return minute * 2 ** Math.min(attempts - 1, 10);
}

/** 0.9 to 1, always the same for one usage: looks spread out and still keep the interval. */
function spread(usageId: string): number {
  const [byte] = createHash('sha256').update(usageId).digest();
  return 0.9 + byte / 2_550;
}

function infrastructureFailed({ resolution, collection }: Look): boolean {
  if (resolution.status === 'failed')
    return resolution.cause.origin === 'infrastructure';
  return collection !== undefined && !isComplete(collection);
}
