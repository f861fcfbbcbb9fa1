import type { Knex } from 'knex';
import { applyRestriction, type UsageRestriction } from '../restriction';

/**
 * Of an entity's usages, or of one usage: the ids that hold now and that the viewer may see.
 *
 * @remarks Race: none that matters; whoever acts on the ids checks again what it finds.
 */
export async function listVisibleIds(options: {
  knex: Knex;
  restriction: UsageRestriction;
  of: { entityRef: string } | { usageId: string };
}): Promise<string[]> {
  const { knex, restriction, of } = options;
  const rows = knex('usages')
    .join('usage_states', 'usage_states.usage_id', 'usages.id')
    .whereNull('usage_states.valid_to')
    .where(
      'entityRef' in of
        ? { 'usages.entity_ref': of.entityRef.toLocaleLowerCase('en-US') }
        : { 'usages.id': of.usageId },
    )
    .orderBy('usages.id')
    .select('usages.id as id');
  applyRestriction(rows, restriction);
  return (await rows).map((row: { id: string }) => row.id);
}
