import type { Knex } from 'knex';
import { appendTransitions } from '../../log';
import { whereIn } from '../dialect';
import type { JudgementRow } from '../rows';
import { heldNumber, type JudgementText } from './JudgementToWrite';
import { noteTransition, type JudgementBefore } from './noteTransition';

/** A judgement and the one before, which is locked. */
type Replaced = JudgementText & { before?: JudgementBefore };

/**
 * Writes judgements that say something else than those before.
 *
 * @remarks Race: see `writeJudgements`.
 *
 * @returns the usages that were written
 */
export async function replaceJudgements(
  trx: Knex.Transaction,
  judgements: JudgementText[],
): Promise<string[]> {
  if (judgements.length === 0) return [];
  const before = await lock(trx, judgements);
  const replaced = judgements
    .map(one => ({ ...one, before: before.get(one.usageId) }))
    .filter(isExpected);
  if (replaced.length === 0) return [];
  await trx<JudgementRow>('judgements')
    .insert(replaced.map(one => rowOf(trx, one)))
    .onConflict('usage_id')
    .merge();
  // A decision alone changes with the rules, and whoever merged those knows: nobody is told of it as of tampering.
  for (const one of replaced)
    if (saysElse(one)) await noteTransition({ trx, ...one });
  await insertTransitions(trx, replaced.filter(isTransition));
  return replaced.map(({ usageId }) => usageId);
}

async function lock(trx: Knex.Transaction, judgements: JudgementText[]) {
  const ids = judgements.map(({ usageId }) => usageId);
  const rows: JudgementBefore[] = await whereIn(
    trx('judgements'),
    'usage_id',
    ids,
  )
    .orderBy('usage_id')
    .forUpdate()
    .select(
      ...['usage_id', 'verdict', 'decision', 'reason_code', 'generation'],
      ...['revision', 'since', 'last_checked_at'],
    );
  return new Map(rows.map(row => [row.usage_id, row]));
}

function isExpected({ before, expectedRevision }: Replaced): boolean {
  const revision = before?.revision ?? 0;
  return expectedRevision === undefined || revision === expectedRevision;
}

function saysElse({ before, judgement }: Replaced): boolean {
  return (
    before?.verdict !== judgement.verdict ||
    before.reason_code !== judgement.reason.code
  );
}

function isTransition(one: Replaced): boolean {
  return saysElse(one) || one.before?.decision !== one.judgement.decision;
}

function rowOf(trx: Knex.Transaction, one: Replaced) {
  const { before, judgement, settled, now } = one;
  const revision = (before?.revision ?? 0) + 1;
  return {
    usage_id: one.usageId,
    verdict: judgement.verdict,
    reason_code: judgement.reason.code,
    decision: judgement.decision,
    content: one.content,
    generation: one.generation,
    judged_at: now,
    settled_hash: settled?.hash ?? null,
    settled_at: settled ? now : null,
    settled_until: settled?.wordsUntil ?? null,
    settled_revision: settled ? revision : null,
    settled_under: settled ? (trx.raw(heldNumber) as never) : null,
    revision,
    since: before && !saysElse(one) ? before.since : now,
    last_checked_at: one.lastCheckedAt ?? before?.last_checked_at ?? null,
  };
}

async function insertTransitions(trx: Knex.Transaction, changed: Replaced[]) {
  const transitions = changed.map(one => ({
    row: {
      usage_id: one.usageId,
      at: one.now,
      from_verdict: one.before?.verdict ?? null,
      from_reason_code: one.before?.reason_code ?? null,
      from_decision: one.before?.decision ?? null,
      verdict: one.judgement.verdict,
      decision: one.judgement.decision,
      reason_code: one.judgement.reason.code,
      content: one.content,
    },
    generation: one.generation,
    restsOn: one.judgement.restsOn?.(),
  }));
  await appendTransitions({ trx, transitions });
}
