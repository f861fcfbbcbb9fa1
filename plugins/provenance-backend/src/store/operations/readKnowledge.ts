import type { Knex } from 'knex';
import { currentUsageOf, type CurrentUsage } from '../records';
import type { JudgementRow, UsageRow, UsageStateRow } from '../rows';
import { readAboutDigest, type AboutDigest } from './readAboutDigest';

/** Everything stored that a verdict on one usage depends on. */
export interface StoredKnowledge extends AboutDigest {
  current: CurrentUsage;
  /** Revision of the judgement that was in force when this was read; 0 for none. */
  judgementRevision: number;
}

/**
 * Everything stored that a verdict on one usage depends on; nothing for a usage that ended.
 *
 * @remarks
 * Race: the judgement's revision is read first. Whoever judges from this and finds another revision when writing
 * knows that what it read may be older than what is in force.
 */
export async function readKnowledge(options: {
  knex: Knex;
  usageId: string;
}): Promise<StoredKnowledge | undefined> {
  const { knex, usageId } = options;
  const judgement = await knex<JudgementRow>('judgements')
    .where({ usage_id: usageId })
    .first('revision');
  const row = await knex<UsageRow>('usages').where({ id: usageId }).first();
  const state = await knex<UsageStateRow>('usage_states')
    .where({ usage_id: usageId })
    .whereNull('valid_to')
    .first();
  if (!row || !state) return undefined;
  const current = currentUsageOf(row, state);
  return {
    current,
    ...(await readAboutDigest({ knex, current, digest: current.usage.digest })),
    judgementRevision: judgement?.revision ?? 0,
  };
}
