import type { Knex } from 'knex';
import { withEntityWords, type EntityWordsRow } from './entityWords';
import type { UsageRow, UsageStateRow } from './rows';

/** A usage beside its open state and what is said of its entity; both have an `id`, and this one is the usage's. */
export type HeldRow = UsageRow & Omit<UsageStateRow, 'id'> & EntityWordsRow;

/**
 * The usages that hold now, each with its open state and the words of its entity, in one statement: none of them can be
 * older than the others.
 */
export function heldUsages(knex: Knex): Knex.QueryBuilder {
  return withEntityWords(
    knex('usages')
      .join('usage_states', 'usage_states.usage_id', 'usages.id')
      .whereNull('usage_states.valid_to')
      .select('usage_states.*', 'usages.*'),
  );
}
