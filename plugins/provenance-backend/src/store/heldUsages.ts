import type { Knex } from 'knex';
import type { UsageRow, UsageStateRow } from './rows';

/** A usage beside its open state; both have an `id`, and this one is the usage's. */
export type HeldRow = UsageRow & Omit<UsageStateRow, 'id'>;

/** The usages that hold now, each with its open state, in one statement: neither can be older than the other. */
export function heldUsages(knex: Knex): Knex.QueryBuilder {
  return knex('usages')
    .join('usage_states', 'usage_states.usage_id', 'usages.id')
    .whereNull('usage_states.valid_to')
    .select('usage_states.*', 'usages.*');
}
