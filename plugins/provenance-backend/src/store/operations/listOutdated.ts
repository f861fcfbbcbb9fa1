import type { Knex } from 'knex';
import { entityWordsOf } from '../entityWords';
import { heldUsages, type HeldRow } from '../heldUsages';
import { currentUsageOf, type CurrentUsage } from '../records';

/** A usage whose verdict has to be computed again. */
export interface OutdatedUsage extends CurrentUsage {
  /** Of the verdict that it has; read with the state, see `readKnowledge`. */
  judgementRevision: number;
}

/**
 * Usages that hold now and whose verdict was computed under another configuration, in the order of their ids.
 *
 * @remarks
 * Race: verdicts change while pages are read. Paging goes by id, and whatever another writer brought up to date is
 * left out, so that the walk ends.
 */
export async function listOutdated(options: {
  knex: Knex;
  generation: string;
  after: string;
  limit: number;
}): Promise<OutdatedUsage[]> {
  const { knex, generation, after, limit } = options;
  const rows: (HeldRow & { revision: number })[] = await heldUsages(knex)
    .join('judgements', 'judgements.usage_id', 'usages.id')
    .whereNot('judgements.generation', generation)
    .where('usages.id', '>', after)
    // Said of each: else a page reads the states and verdicts of all pages before it.
    .where('usage_states.usage_id', '>', after)
    .where('judgements.usage_id', '>', after)
    .orderBy('usages.id')
    .limit(limit)
    .select('judgements.revision as revision');
  return rows.map(row => ({
    ...currentUsageOf(row, row),
    entity: entityWordsOf(row),
    judgementRevision: row.revision,
  }));
}
