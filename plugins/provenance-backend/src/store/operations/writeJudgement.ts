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
 * PostgreSQL, by the update or before it is read, so that the transition's "from" is what really was in force.
 *
 * @returns false where another writer came first
 */
export async function writeJudgement(
  options: JudgementToWrite,
): Promise<boolean> {
  const { trx, usageId, judgement } = options;
  const isWritten = (await renew(options)) || (await replace(options));
  if (isWritten) await writeCurrentUsage({ trx, usageId, judgement });
  return isWritten;
}

/** Most judgements say what the one before said. One statement writes these, and reads nothing. */
async function renew(options: JudgementToWrite): Promise<boolean> {
  const { trx, usageId, judgement, expectedRevision } = options;
  const same = trx<JudgementRow>('judgements').where({
    usage_id: usageId,
    verdict: judgement.verdict,
    reason_code: judgement.reason.code,
    ...(expectedRevision !== undefined && { revision: expectedRevision }),
  });
  const { lastCheckedAt } = options;
  const count = await same.update({
    ...contentOf(options),
    revision: trx.raw('revision + 1') as never,
    ...(lastCheckedAt !== undefined && { last_checked_at: lastCheckedAt }),
  });
  return count > 0;
}

async function replace(options: JudgementToWrite): Promise<boolean> {
  const { trx, usageId, judgement, now, expectedRevision } = options;
  const before = await trx<JudgementRow>('judgements')
    .where({ usage_id: usageId })
    .forUpdate()
    .first();
  const revision = before?.revision ?? 0;
  if (expectedRevision !== undefined && revision !== expectedRevision)
    return false;
  const changed =
    before?.verdict !== judgement.verdict ||
    before.reason_code !== judgement.reason.code;
  await trx<JudgementRow>('judgements')
    .insert({
      usage_id: usageId,
      verdict: judgement.verdict,
      reason_code: judgement.reason.code,
      ...contentOf(options),
      revision: revision + 1,
      since: changed ? now : before.since,
      last_checked_at: options.lastCheckedAt ?? before?.last_checked_at ?? null,
    })
    .onConflict('usage_id')
    .merge();
  if (changed) {
    await noteTransition({ ...options, before });
    await insertTransition(options, before);
  }
  return true;
}

function contentOf({ judgement, generation, now }: JudgementToWrite) {
  return {
    decision: judgement.decision,
    content: JSON.stringify(judgement),
    generation,
    judged_at: now,
  };
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
