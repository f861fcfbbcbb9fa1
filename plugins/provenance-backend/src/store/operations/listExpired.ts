import type { Knex } from 'knex';

/**
 * Entities of which something that was said ends by itself now, so many at a time.
 *
 * @remarks Race: it may be said anew meanwhile. Whoever ends it looks again under the lock of the entity.
 */
export async function listExpired(options: {
  knex: Knex;
  locator: string;
  now: string;
  limit: number;
}): Promise<string[]> {
  const { knex, locator, now, limit } = options;
  const rows: { entity_ref: string }[] = await knex('usage_claims')
    .where({ locator })
    .where('expires_at', '<=', now)
    .whereNull('valid_to')
    .distinct('entity_ref')
    .limit(limit);
  return rows.map(row => row.entity_ref);
}
