import type { Knex } from 'knex';

/**
 * The entities for which a locator has an open claim.
 *
 * @remarks
 * Race: read after the pass has ended, so that an entity that the pass itself brought is among them; the caller
 * compares with what it saw and cannot end what another pass began, because the scheduler runs one pass at a time.
 */
export async function listClaimedEntities(options: {
  knex: Knex;
  locator: string;
}): Promise<string[]> {
  const rows = await options
    .knex('usages')
    .join('usage_claims', 'usage_claims.usage_id', 'usages.id')
    .where({ 'usage_claims.locator': options.locator })
    .whereNull('usage_claims.valid_to')
    .distinct('usages.entity_ref as entityRef');
  return rows.map(row => row.entityRef);
}
