import type { Judgement } from '@countersign/domain';
import type { Knex } from 'knex';
import type { CurrentUsageRow, UsageRow, UsageStateRow } from '../rows';
import { smallLetters } from '../smallLetters';
import { strictnessOf } from '../strictnessOf';

/**
 * Repeats what lists need of a usage, its open state and its judgement in one narrow row; a usage that does not hold
 * now has none.
 *
 * @remarks
 * Race: a verdict from stored knowledge may be written while discovery ends the usage, and would bring it back into
 * the lists for ever. Whoever writes a judgement has its row locked before, and {@link removeCurrentUsage} locks the
 * same row first: one of them waits, and then sees what the other did.
 */
export async function writeCurrentUsage(options: {
  trx: Knex.Transaction;
  usageId: string;
  judgement: Judgement;
  since: string;
  lastCheckedAt: string | undefined;
}): Promise<void> {
  const { trx, usageId, judgement, since, lastCheckedAt } = options;
  const held: (UsageRow & Pick<UsageStateRow, 'reference'>) | undefined =
    await trx('usages')
      .join('usage_states', 'usage_states.usage_id', 'usages.id')
      .where('usages.id', usageId)
      .whereNull('usage_states.valid_to')
      .select('usages.*', 'usage_states.reference as reference')
      .first();
  if (!held) return;
  const row: CurrentUsageRow = {
    usage_id: usageId,
    entity_ref: held.entity_ref,
    kind: held.kind,
    environment: held.environment,
    cloud: held.cloud,
    location: held.location,
    reference: smallLetters(held.reference),
    verdict: judgement.verdict,
    decision: judgement.decision,
    strictness: strictnessOf(judgement),
    reason_code: judgement.reason.code,
    freshness: judgement.freshness.status,
    reconsider_at: judgement.reconsiderAt ?? null,
    since,
    last_checked_at: lastCheckedAt ?? '',
  };
  await trx('current_usages').insert(row).onConflict('usage_id').merge();
}
