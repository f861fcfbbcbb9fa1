import { finishWork, type WorkClaim } from '../store';
import type { EngineContext } from './EngineContext';
import { rejudgeUsage, type Rejudged } from './rejudge';
import { backOff, judgeAtOf, plannedLook } from './schedule';

/** Only the clock has something to say: nobody is asked, and the next look stays where it was. */
export async function judgeAgain(
  claim: WorkClaim,
  engine: EngineContext,
): Promise<void> {
  const { knex, clock, judging } = engine;
  const rejudged = await rejudgeUsage(claim.usageId, engine);
  const now = clock.now();
  const schedule = {
    lookAt: plannedLook(claim.lookAt, judging.settings.intervalMs, now),
    judgeAt: judgeAtAfter(rejudged, claim, now),
    attempts: claim.attempts,
  };
  await finishWork({ knex, claim, schedule });
}

/** After whatever was thrown: logged, judged again from what is stored, and tried again later. */
export async function stumble(
  claim: WorkClaim,
  error: unknown,
  engine: EngineContext,
): Promise<void> {
  const { observer, logger, knex, clock, judging } = engine;
  const { usageId } = claim;
  observer.count('looks', { outcome: 'error' });
  logger.error(`usage ${usageId} could not be worked on`, error as Error);
  // S6.1: a verdict is not kept because looking failed; time goes on, and the clock may have something to say.
  const rejudged = await rejudgeUsage(usageId, engine);
  const now = clock.now();
  const attempts = claim.attempts + 1;
  const { intervalMs } = judging.settings;
  const wait = Math.min(intervalMs, backOff(attempts, usageId));
  const schedule = {
    lookAt: new Date(now.getTime() + wait).toISOString(),
    judgeAt: judgeAtAfter(rejudged, claim, now),
    attempts,
  };
  try {
    await finishWork({ knex, claim, schedule });
  } catch (failure) {
    // The database may be what failed. The lease then ends by itself.
    logger.warn(
      `usage ${usageId} waits for its lease to end`,
      failure as Error,
    );
  }
}

/** What could not be judged in full or written is tried again, and not held until the next look (S6.1). */
function judgeAtAfter(
  { isWhole, judgement }: Rejudged,
  { usageId }: WorkClaim,
  now: Date,
): string | undefined {
  if (isWhole && judgement) return judgeAtOf(judgement, now);
  return new Date(now.getTime() + backOff(1, usageId)).toISOString();
}
