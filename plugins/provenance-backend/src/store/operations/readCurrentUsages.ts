import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import { heldUsages, type HeldRow } from '../heldUsages';
import { currentUsageOf, type CurrentUsage } from '../records';

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
  const rows: HeldRow[] = await whereIn(
    heldUsages(knex),
    'usages.id',
    ids,
  ).orderBy('usages.id');
  return rows.map(row => currentUsageOf(row, row));
}
