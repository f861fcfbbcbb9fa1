import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import { currentUsageOf, type CurrentUsage } from '../records';
import type { UsageRow, UsageStateRow } from '../rows';

/**
 * Usages with their states of now, in the order of their ids; those that ended are left out.
 *
 * @remarks
 * Race: a state may change right after this. Whoever changes it replaces the ticket first, so that a look at the old one
 * is discarded.
 */
export async function readCurrentUsages(options: {
  knex: Knex;
  ids: string[];
}): Promise<CurrentUsage[]> {
  const { knex, ids } = options;
  const usages: UsageRow[] = await whereIn(knex('usages'), 'id', ids).orderBy(
    'id',
  );
  const states: UsageStateRow[] = await whereIn(
    knex('usage_states').whereNull('valid_to'),
    'usage_id',
    ids,
  );
  const stateOf = new Map(states.map(state => [state.usage_id, state]));
  return usages.flatMap(row => {
    const state = stateOf.get(row.id);
    return state ? [currentUsageOf(row, state)] : [];
  });
}
