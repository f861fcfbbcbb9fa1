import type { Knex } from 'knex';
import { entityWordsOf, withEntityWords } from '../entityWords';
import { heldUsages, type HeldRow } from '../heldUsages';
import { currentUsageOf, type CurrentUsage } from '../records';

/** A usage with its newest state, for going through all of them. */
export interface PagedUsage extends CurrentUsage {
  /** When it ended, where it did. ISO 8601, UTC. */
  endedAt?: string;
}

/**
 * Usages in the order of their ids: those that hold now, or those that ended at an instant or later and did not begin
 * again.
 *
 * @remarks
 * Race: usages begin and end while pages are read. Each page is true for the moment of its statement, and no usage comes
 * twice in one walk.
 *
 * @param endedSince - ISO 8601; absent: those that hold now
 */
export async function readUsagesPage(options: {
  knex: Knex;
  endedSince?: string;
  after: string;
  limit: number;
}): Promise<PagedUsage[]> {
  const { knex, endedSince, after, limit } = options;
  const usages =
    endedSince === undefined ? heldUsages(knex) : endedUsages(knex, endedSince);
  const rows: HeldRow[] = await usages
    .where('usages.id', '>', after)
    // Said of both: else each page reads the states of all pages before it.
    .where('usage_states.usage_id', '>', after)
    .orderBy('usages.id')
    .limit(limit);
  return rows.map(row => ({
    ...currentUsageOf(row, row),
    entity: entityWordsOf(row),
    ...(row.valid_to !== null && { endedAt: row.valid_to }),
  }));
}

/** Each with the state in which it ended. */
function endedUsages(knex: Knex, since: string): Knex.QueryBuilder {
  return withEntityWords(
    knex('usages')
      .join('usage_states', 'usage_states.usage_id', 'usages.id')
      .where('usage_states.valid_to', '>=', since)
      .whereNotExists(later =>
        later
          .from('usage_states as later')
          .whereRaw('later.usage_id = usage_states.usage_id')
          .whereRaw(
            '(later.valid_to IS NULL OR later.valid_to > usage_states.valid_to OR (later.valid_to = usage_states.valid_to AND later.id > usage_states.id))',
          )
          .select('later.id'),
      )
      .select('usage_states.*', 'usages.*'),
  );
}
