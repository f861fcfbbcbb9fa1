import type { Knex } from 'knex';
import { wordColumns, type EntityWordsRow } from './entityWords';
import type { UsageRow, UsageStateRow } from './rows';

/** A usage beside its open state and what is said of its entity; both have an `id`, and this one is the usage's. */
export type HeldRow = UsageRow & Omit<UsageStateRow, 'id'> & EntityWordsRow;

/**
 * The usages that hold now, each with its open state and the words of its entity, in one statement: none of them can be
 * older than the others. An entity that is gone keeps its words until it is forgotten.
 */
export function heldUsages(knex: Knex): Knex.QueryBuilder {
  return knex('usages')
    .join('usage_states', 'usage_states.usage_id', 'usages.id')
    .whereNull('usage_states.valid_to')
    .leftJoin('entities', 'entities.entity_ref', 'usages.entity_ref')
    .select(
      ...['usage_states.*', 'usages.*'],
      ...wordColumns.map(word => `entities.${word} as entity_${word}`),
    );
}
