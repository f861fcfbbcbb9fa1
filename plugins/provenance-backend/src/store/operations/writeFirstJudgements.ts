import type { Judgement } from '@countersign/domain';
import type { Knex } from 'knex';
import { appendTransitions } from '../../log';
import { writeCurrentUsages } from './writeCurrentUsages';
import { writeJudgement } from './writeJudgement';

interface JudgedUsage {
  usageId: string;
  judgement: Judgement;
}

/**
 * Writes the judgements of usages that nobody has looked at. Those that had none before, and about which there is
 * nothing to tell, take a few statements together; all others go one by one.
 *
 * @remarks
 * Race: runs in the transaction that has locked the work rows and opened the states. A judgement that there was, or that
 * came in meanwhile, is kept by the unique key, and its usage goes the long way, under the lock of its row.
 */
export async function writeFirstJudgements(options: {
  trx: Knex.Transaction;
  judgements: JudgedUsage[];
  generation: string;
  now: string;
}): Promise<void> {
  const { trx, judgements, generation, now } = options;
  const isQuiet = ({ judgement }: JudgedUsage) =>
    judgement.verdict === 'inconclusive';
  const written = await insertNew({
    ...options,
    judgements: judgements.filter(isQuiet),
  });
  for (const { usageId, judgement } of judgements)
    if (!written.has(usageId))
      await writeJudgement({ trx, usageId, judgement, generation, now });
}

async function insertNew(
  options: Parameters<typeof writeFirstJudgements>[0],
): Promise<Set<string>> {
  const { trx, judgements, generation, now } = options;
  if (judgements.length === 0) return new Set();
  const rows = judgements.map(({ usageId, judgement }) => ({
    usage_id: usageId,
    verdict: judgement.verdict,
    reason_code: judgement.reason.code,
    decision: judgement.decision,
    content: JSON.stringify(judgement),
    generation,
    judged_at: now,
    revision: 1,
    since: now,
    last_checked_at: null,
  }));
  const inserted: { usage_id: string }[] = await trx('judgements')
    .insert(rows)
    .onConflict('usage_id')
    .ignore()
    .returning('usage_id');
  const written = new Set(inserted.map(row => row.usage_id));
  const transitions = rows
    .filter(row => written.has(row.usage_id))
    .map(row => ({
      row: {
        usage_id: row.usage_id,
        at: now,
        from_verdict: null,
        from_reason_code: null,
        from_decision: null,
        verdict: row.verdict,
        decision: row.decision,
        reason_code: row.reason_code,
        content: row.content,
      },
      generation,
    }));
  await appendTransitions({ trx, transitions });
  await writeCurrentUsages({
    trx,
    judgements: judgements.filter(({ usageId }) => written.has(usageId)),
  });
  return written;
}
