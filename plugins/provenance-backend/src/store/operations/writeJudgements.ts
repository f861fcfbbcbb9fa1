import type { Knex } from 'knex';
import { joinValues } from '../joinValues';
import {
  heldNumber,
  type JudgementText,
  type JudgementToWrite,
} from './JudgementToWrite';
import { replaceJudgements } from './replaceJudgements';
import { writeCurrentUsages } from './writeCurrentUsages';
import { writeUsageSigners } from './writeUsageSigners';

/** No revision: whatever was there is replaced. */
const anyRevision = -1;

/**
 * Makes judgements the ones in force, and a transition of each of which verdict, decision or leading reason changed.
 *
 * @remarks
 * Race: a judgement from stored knowledge may be computed while a look records a newer one. Whoever computed without a
 * ticket passes the revision that it read, and writes nothing where another writer came first. The row is locked on
 * PostgreSQL, by the update or before it is read, so that the transition's "from" is what really was in force. Whoever
 * writes several holds the work rows of all of them, so that nobody waits for one while holding another.
 *
 * @returns the usages that were written; not those where another writer came first
 */
export async function writeJudgements(options: {
  trx: Knex.Transaction;
  /** Each of a usage of its own; as many as one statement holds. */
  judgements: JudgementToWrite[];
}): Promise<Set<string>> {
  const { trx } = options;
  const judgements = options.judgements.map(one => ({
    ...one,
    content: JSON.stringify(one.judgement),
  }));
  const written = await renew(trx, judgements);
  const others = judgements.filter(({ usageId }) => !written.has(usageId));
  for (const usageId of await replaceJudgements(trx, others))
    written.add(usageId);
  const inForce = judgements.filter(({ usageId }) => written.has(usageId));
  const held = await writeCurrentUsages({ trx, judgements: inForce });
  const usages = inForce.flatMap(({ usageId, judgement, now }) => {
    const row = held.get(usageId);
    return row
      ? [{ usageId, now, held: row, signers: judgement.signedBy?.() }]
      : [];
  });
  await writeUsageSigners({ trx, usages });
  return written;
}

/** Most judgements say what the one before said. One statement writes these, and reads nothing. */
async function renew(
  trx: Knex.Transaction,
  judgements: JudgementText[],
): Promise<Set<string>> {
  const rows: { usage_id: string }[] = await joinValues(
    trx,
    judgements.map(({ usageId, judgement, content, settled, ...one }) => [
      ...[usageId, judgement.verdict, judgement.decision],
      ...[judgement.reason.code, one.expectedRevision ?? anyRevision],
      ...[content, one.generation, one.now, one.lastCheckedAt ?? null],
      ...[settled?.hash ?? null, settled?.wordsUntil ?? null],
    ]),
    `UPDATE judgements SET content = v.column6, generation = v.column7, judged_at = v.column8,
      last_checked_at = coalesce(v.column9, last_checked_at), revision = revision + 1,
      settled_hash = v.column10, settled_until = v.column11,
      settled_at = CASE WHEN v.column10 IS NULL THEN NULL ELSE v.column8 END,
      settled_revision = CASE WHEN v.column10 IS NULL THEN NULL ELSE revision + 1 END,
      settled_under = CASE WHEN v.column10 IS NULL THEN NULL ELSE ${heldNumber} END
      FROM v WHERE judgements.usage_id = v.column1 AND verdict = v.column2
        AND decision = v.column3 AND reason_code = v.column4
        AND v.column5 IN (${anyRevision}, revision)
      RETURNING judgements.usage_id`,
  );
  return new Set(rows.map(row => row.usage_id));
}
