import type { Knex } from 'knex';

export interface EntityRefsOptions {
  knex: Knex;
  /** The last one of the page before. */
  after?: string;
  limit: number;
}

/**
 * Entities that are kept, page by page, in the order of the database: it may go by a language, so nobody else may
 * compare with it.
 *
 * @remarks Race: an entity that comes in meanwhile is on a later page or in the next pass.
 */
export async function listEntityRefs(
  options: EntityRefsOptions,
): Promise<string[]> {
  return refsOf(options.knex('entities'), 'entities.entity_ref', options);
}

/**
 * As {@link listEntityRefs}, of entities that are not kept any more and about which something is claimed nevertheless.
 *
 * @remarks Race: one that is kept again meanwhile may be listed as both.
 */
export async function listForgottenRefs(
  options: EntityRefsOptions,
): Promise<string[]> {
  const { knex } = options;
  const claimed = knex('usage_claims')
    .join('usages', 'usages.id', 'usage_claims.usage_id')
    .leftJoin('entities', 'entities.entity_ref', 'usages.entity_ref')
    .whereNull('usage_claims.valid_to')
    .whereNull('entities.entity_ref')
    .distinct();
  return refsOf(claimed, 'usages.entity_ref', options);
}

async function refsOf(
  query: Knex.QueryBuilder,
  column: string,
  { after, limit }: EntityRefsOptions,
): Promise<string[]> {
  if (after !== undefined) query.where(column, '>', after);
  const rows: { ref: string }[] = await query
    .orderBy(column)
    .limit(limit)
    .select({ ref: column });
  return rows.map(({ ref }) => ref);
}
