import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import {
  expectedEntities,
  isOneOf,
  visibleUsage,
  type ExpectedKind,
} from '../expectedEntities';
import {
  applyKeyset,
  type Listed,
  type ListOrder,
  type ListPosition,
} from '../keyset';
import type { UsageRestriction } from '../restriction';
import type { EntityFacts } from './syncEntities';

/** By name. */
export const unlocatedOrder: ListOrder = {
  columns: [{ name: 'entities.entity_ref', kind: 'text' }],
  direction: 'asc',
};

export interface ListUnlocatedOptions {
  knex: Knex;
  expected: ExpectedKind[];
  restriction: UsageRestriction;
  /** In small letters; values are alternatives. */
  filters: { kinds?: string[]; types?: string[]; owners?: string[] };
  after?: ListPosition;
  limit: number;
}

/**
 * One page of the expected entities that the viewer may see and that have no usage that the viewer may see, with the
 * total of the same (S11.2).
 *
 * @remarks Race: what is found meanwhile leaves the list; paging goes by name, so that nothing else is skipped.
 */
export async function listUnlocated(
  options: ListUnlocatedOptions,
): Promise<Listed<EntityFacts>> {
  const { after, limit } = options;
  const page = unlocated(options).limit(limit).select('entities.*');
  applyKeyset(page, unlocatedOrder, after);
  const rows: Record<string, string | null>[] = await page;
  const found = rows.map(row => ({
    row: factsOf(row),
    at: [String(row.entity_ref)],
  }));
  if (!after && rows.length < limit) return { found, total: rows.length };
  const [{ total }] = await unlocated(options).count({ total: '*' });
  return { found, total: Number(total) };
}

function unlocated(options: ListUnlocatedOptions): Knex.QueryBuilder {
  const { kinds, types, owners } = options.filters;
  const query = expectedEntities(options);
  query.whereNotExists(visibleUsage(options.restriction));
  if (kinds) whereIn(query, 'entities.kind', kinds);
  if (types) query.whereRaw(isOneOf('lower(entities.type)', types), types);
  if (owners) whereIn(query, 'entities.owner', owners);
  return query;
}

function factsOf(row: Record<string, string | null>): EntityFacts {
  return {
    entityRef: String(row.entity_ref),
    kind: String(row.kind),
    type: row.type ?? undefined,
    owner: row.owner ?? undefined,
    system: row.system ?? undefined,
    problem: row.problem ?? undefined,
    hints: JSON.parse(row.hints ?? '[]'),
  };
}
