import type { Knex } from 'knex';
import { entityWordsOf } from '../entityWords';
import { heldUsages, type HeldRow } from '../heldUsages';
import { currentUsageOf, type CurrentUsage } from '../records';
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
 * Race: the judgement's revision is read first, in one statement with the state. Whoever judges from this and finds another revision when writing
 * knows that what it read may be older than what is in force.
 */
export async function readKnowledge(options: {
  knex: Knex;
  usageId: string;
  /** By whose clock it is judged; absent: by nobody's, see `readCollections`. */
  now?: Date;
}): Promise<StoredKnowledge | undefined> {
  const { knex, usageId, now } = options;
  const row: (HeldRow & { revision: number | null }) | undefined =
    await heldUsages(knex)
      .leftJoin('judgements', 'judgements.usage_id', 'usages.id')
      .where('usages.id', usageId)
      .select('judgements.revision as revision')
      .first();
  if (!row) return undefined;
  const current = { ...currentUsageOf(row, row), entity: entityWordsOf(row) };
  const { digest } = current.usage;
  return {
    current,
    ...(await readAboutDigest({ knex, current, digest, now })),
    judgementRevision: row.revision ?? 0,
  };
}
