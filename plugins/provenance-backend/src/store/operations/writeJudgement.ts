import type { Knex } from 'knex';
import { appendTransition, type GroundedJudgement } from '../../log';
import type { JudgementRow } from '../rows';
import { noteTransition } from './noteTransition';
import { writeCurrentUsage } from './writeCurrentUsage';

interface JudgementToWrite {
  trx: Knex.Transaction;
  usageId: string;
  judgement: GroundedJudgement;
  generation: string;
  now: string;
  lastCheckedAt?: string;
  expectedRevision?: number;
}

/**
 * Makes a judgement the one in force, and a transition where verdict or leading reason changed.
 *
 * @remarks
 * Race: a judgement from stored knowledge may be computed while a look records a newer one. Whoever computed without a
 * ticket passes the revision that it read, and writes nothing where another writer came first. The row is locked on
 * PostgreSQL, so that the transition's "from" is what really was in force.
 *
 * @returns false where another writer came first
 */
export async function writeJudgement(
  options: JudgementToWrite,
): Promise<boolean> {
  const { trx, usageId, judgement, now, expectedRevision } = options;
  const before = await trx<JudgementRow>('judgements')
    .where({ usage_id: usageId })
    .forUpdate()
    .first();
  if (
    expectedRevision !== undefined &&
    (before?.revision ?? 0) !== expectedRevision
  ) {
    return false;
  }
  const changed =
    before?.verdict !== judgement.verdict ||
    before.reason_code !== judgement.reason.code;
  const row = {
    usage_id: usageId,
    verdict: judgement.verdict,
    decision: judgement.decision,
    reason_code: judgement.reason.code,
    content: JSON.stringify(judgement),
    generation: options.generation,
    revision: (before?.revision ?? 0) + 1,
    since: changed ? now : before.since,
    judged_at: now,
    last_checked_at: options.lastCheckedAt ?? before?.last_checked_at ?? null,
  };
  await trx<JudgementRow>('judgements')
    .insert(row)
    .onConflict('usage_id')
    .merge();
  await writeCurrentUsage({
    ...{ trx, usageId, judgement, since: row.since },
    lastCheckedAt: row.last_checked_at ?? undefined,
  });
  if (changed) {
    await noteTransition({ ...options, before });
    await insertTransition(options, before);
  }
  return true;
}

async function insertTransition(
  { trx, usageId, judgement, generation, now }: JudgementToWrite,
  before: JudgementRow | undefined,
) {
  const restsOn = judgement.restsOn?.();
  const transition = {
    usage_id: usageId,
    at: now,
    from_verdict: before?.verdict ?? null,
    from_reason_code: before?.reason_code ?? null,
    verdict: judgement.verdict,
    decision: judgement.decision,
    reason_code: judgement.reason.code,
    content: JSON.stringify(judgement),
  };
  await appendTransition({ trx, transition, generation, restsOn });
}
