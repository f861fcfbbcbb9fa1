import type { Knex } from 'knex';
import type { Artifact } from '../artifactOf';
import { isPostgres } from '../dialect';
import { joinValues } from '../joinValues';
import type { WorkRow } from '../rows';
import type { WorkClaim } from './claimDueWork';
import { nextAtOf, type WorkSchedule } from './finishWork';
import { writeSchedules, type ScheduleRow } from './writeSchedules';

/** A claim that was worked on, and when somebody has to come back. */
export interface FinishedWork {
  claim: WorkClaim;
  next: { schedule: WorkSchedule; artifact: Artifact };
}

type Held = Pick<
  WorkRow,
  'usage_id' | 'ticket' | 'next_at' | 'priority' | 'look_at' | 'judge_at'
>;

/**
 * As `finishWork`, for several claims in one transaction.
 *
 * @remarks
 * Race: another one may have replaced a ticket, or asked for a look while this one was under way. The rows are locked in
 * the order of their ids, as everybody does who locks several, and what is written goes by what they say then.
 *
 * @returns those whose claim still held
 */
export async function finishWorks<T extends FinishedWork>(
  trx: Knex.Transaction,
  works: readonly T[],
): Promise<T[]> {
  if (works.length === 0) return [];
  const rows = await lock(trx, works);
  const held = works.filter(({ claim }) => rows.has(nameOf(claim)));
  if (held.length === 0) return [];
  await writeSchedules(
    trx,
    held.map(work => finished(rows.get(nameOf(work.claim))!, work)),
  );
  return held;
}

/** Of two claims of one usage that end together one holds at most. */
function nameOf({ usageId, ticket }: Pick<WorkClaim, 'usageId' | 'ticket'>) {
  return `${usageId} ${ticket}`;
}

async function lock(trx: Knex.Transaction, works: readonly FinishedWork[]) {
  const rows: Held[] = await joinValues(
    trx,
    works.map(({ claim }) => [claim.usageId, claim.ticket]),
    `SELECT work.usage_id, work.ticket, work.next_at, work.priority,
      work.look_at, work.judge_at FROM v JOIN work ON work.usage_id = v.column1 AND work.ticket = v.column2
      ORDER BY work.usage_id${isPostgres(trx) ? ' FOR UPDATE OF work' : ''}`,
  );
  return new Map(
    rows.map(({ ticket, ...row }) => [
      nameOf({ usageId: row.usage_id, ticket }),
      row,
    ]),
  );
}

/** Whoever asked meanwhile is not put off. */
function finished(
  { usage_id, ...row }: Omit<Held, 'ticket'>,
  { claim, next: { schedule, artifact } }: FinishedWork,
): ScheduleRow {
  const isAsClaimed =
    row.next_at === claim.dueAt && row.priority === (claim.asked ? 1 : 0);
  const planned = {
    priority: 0,
    next_at: nextAtOf(schedule),
    look_at: schedule.lookAt,
    judge_at: schedule.judgeAt ?? null,
  };
  return {
    usage_id,
    ...(isAsClaimed ? planned : row),
    attempts: schedule.attempts,
    artifact_key: artifact.key,
    host: artifact.host ?? null,
  };
}
