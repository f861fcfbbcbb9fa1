import type { Knex } from 'knex';
import type { Artifact } from '../artifactOf';
import type { WorkRow } from '../rows';
import type { WorkClaim } from './claimDueWork';

/** When somebody has to come back to a usage. ISO 8601, UTC. */
export interface WorkSchedule {
  /** To look. */
  lookAt: string;
  /** To judge; absent: the clock alone changes nothing. */
  judgeAt?: string;
  /** Looks in a row that infrastructure kept from being finished. */
  attempts: number;
}

/**
 * Gives a claim back and says when it is due again.
 *
 * @remarks
 * Race: somebody may have asked for a look while this one was under way. When it is due is replaced only where it still
 * stands as it was claimed.
 *
 * @returns whether the claim still held: not where another one replaced its ticket
 */
export async function finishWork(options: {
  knex: Knex;
  claim: WorkClaim;
  schedule: WorkSchedule;
  /** What was looked at, for rows that an older release wrote. */
  artifact?: Artifact;
}): Promise<boolean> {
  const { knex, claim, schedule, artifact } = options;
  const mine = { usage_id: claim.usageId, ticket: claim.ticket };
  const asClaimed = { next_at: claim.dueAt, priority: claim.asked ? 1 : 0 };
  const done = {
    leased_until: null,
    attempts: schedule.attempts,
    ...(artifact && {
      artifact_key: artifact.key,
      host: artifact.host ?? null,
    }),
  };
  const isFinished = await knex<WorkRow>('work')
    .where({ ...mine, ...asClaimed })
    .update({
      ...done,
      next_at: nextAtOf(schedule),
      look_at: schedule.lookAt,
      judge_at: schedule.judgeAt ?? null,
      priority: 0,
    });
  if (isFinished > 0) return true;
  return (await knex<WorkRow>('work').where(mine).update(done)) > 0;
}

/** The earlier one of both. */
export function nextAtOf({ lookAt, judgeAt }: WorkSchedule): string {
  return judgeAt !== undefined && judgeAt < lookAt ? judgeAt : lookAt;
}
