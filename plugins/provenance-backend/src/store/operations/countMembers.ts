import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import { identityOf } from '../records';
import type { UsageRow } from '../rows';
import { usageIdOf } from '../usageId';

/**
 * How many digests run beside the first one in places that run several, by the id of the place (S1.1). Places that run
 * one are left out.
 *
 * @remarks Race: none that matters; a release may roll on meanwhile, and the next answer says so.
 */
export async function countMembers(options: {
  knex: Knex;
  usages: UsageRow[];
}): Promise<Map<string, number>> {
  const { knex, usages } = options;
  const entityRefs = new Set(usages.map(usage => usage.entity_ref));
  const place = [
    ...['entity_ref', 'kind', 'repository'],
    ...['environment', 'cloud', 'location'],
  ].map(column => `usages.${column}`);
  // Ended usages are many times as many: each release of a place that rolls out leaves one.
  const rows: (UsageRow & { members: number })[] = await whereIn(
    knex('current_usages')
      .join('usages', 'usages.id', 'current_usages.usage_id')
      .whereNotNull('usages.member')
      .groupBy(place)
      .select(place)
      .count({ members: '*' }),
    'current_usages.entity_ref',
    entityRefs,
  );
  return new Map(
    rows.map(row => [usageIdOf(identityOf(row)), Number(row.members)]),
  );
}
