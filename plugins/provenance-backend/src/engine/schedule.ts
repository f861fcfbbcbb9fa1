import { isComplete, type Judgement } from '@countersign/domain';
import { createHash } from 'node:crypto';
import type { WorkSchedule } from '../store';
import { clocksApartMs } from '../store/settleDates';
import type { Look } from './lookAt';

const minute = 60_000;

/**
 * When to look again: within the interval, sooner where infrastructure failed; and when to judge again: at the instant
 * at which the clock alone changes the verdict (S1.6).
 *
 * @param options - `name` is the same for all who share a look, so that they go on sharing it; where a digest is known
 * that counts, so that all of its names fall due together
 */
export function scheduleAfter(options: {
  name: string;
  look: Look;
  judgement: Judgement;
  attempts: number;
  intervalMs: number;
  now: Date;
}): WorkSchedule {
  const { look, judgement, intervalMs, now } = options;
  const name = look.digest ?? options.name;
  const attempts = infrastructureFailed(look) ? options.attempts + 1 : 0;
  const regular = intervalMs * spread(name, 0.1);
  const wait =
    attempts > 0 ? Math.min(regular, backOff(attempts, name)) : regular;
  return {
    lookAt: new Date(now.getTime() + wait).toISOString(),
    judgeAt: judgeAtOf(judgement, now),
    attempts,
  };
}

/** Never at once: a clock that stands still would otherwise be asked for ever. */
export function judgeAtOf(
  { reconsiderAt }: Judgement,
  now: Date,
): string | undefined {
  if (reconsiderAt === undefined) return undefined;
  const soonest = now.getTime() + 1_000;
  const at = Math.max(Date.parse(reconsiderAt), soonest);
  return new Date(at).toISOString();
}

/**
 * When the next look is due whose plan another replica made. Nobody plans for more than an interval ahead: what lies
 * further was planned by a clock that was ahead, and says nothing.
 */
export function plannedLook(
  lookAt: string | undefined,
  intervalMs: number,
  now: Date,
): string {
  const latest = now.getTime() + intervalMs + clocksApartMs;
  return lookAt === undefined || Date.parse(lookAt) > latest
    ? now.toISOString()
    : lookAt;
}

/** After a failure of ours: soon, and no usage may keep the loop busy. */
export function backOff(attempts: number, name: string): number {
  const wait = minute * 2 ** Math.min(attempts - 1, 10);
  return wait * spread(`${name} ${attempts}`, 0.2);
}

/** How long a host that is down is left alone at the most. */
export const longestHostWait = 15 * minute;

/** Until a host that is down is tried again, after this many failed tries. */
export function hostBackOff(tries: number, host: string): number {
  const wait = Math.min(minute * 2 ** Math.min(tries - 1, 10), longestHostWait);
  return wait * spread(`${host} ${tries}`, 0.2);
}

/** 1 or a little less, always the same for one name: what fell due together spreads out and still keeps its time. */
function spread(name: string, most: number): number {
  const [byte] = createHash('sha256').update(name).digest();
  return 1 - (most * byte) / 255;
}

function infrastructureFailed({ resolution, collection }: Look): boolean {
  if (resolution.status === 'failed')
    return resolution.cause.origin === 'infrastructure';
  return collection !== undefined && !isComplete(collection);
}
