import type { Knex } from 'knex';
import { expectedEntities, type ExpectedKind } from '../expectedEntities';
import { applyRestriction, type UsageRestriction } from '../restriction';

/** Expected entities of one owner. */
export interface OwnerCoverageRow {
  owner: string;
  entities: number;
  withUsages: number;
}

/**
 * The owners of the expected entities that the viewer may see, and how many of these have a usage that the viewer may
 * see (S11.2); those with the most entities without one first.
 *
 * @remarks Race: none; it is a figure, and old when it is shown.
 */
export async function readOwnerCoverage(options: {
  knex: Knex;
  expected: ExpectedKind[];
  restriction: UsageRestriction;
  limit: number;
}): Promise<OwnerCoverageRow[]> {
  const { knex, restriction, limit } = options;
  const used = knex('current_usages').distinct('entity_ref');
  applyRestriction(used, restriction, 'current_usages');
  const rows: Record<string, string | number>[] = await expectedEntities(
    options,
  )
    .leftJoin(
      used.as('used') as never,
      'used.entity_ref',
      'entities.entity_ref',
    )
    .whereNotNull('entities.owner')
    .groupBy('entities.owner')
    .select('entities.owner as owner')
    .count({ entities: '*', located: 'used.entity_ref' })
    .orderByRaw('count(*) - count(used.entity_ref) DESC, entities.owner')
    .limit(limit);
  return rows.map(row => ({
    owner: String(row.owner),
    entities: Number(row.entities),
    withUsages: Number(row.located),
  }));
}
