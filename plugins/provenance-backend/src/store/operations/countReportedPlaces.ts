import type { Knex } from 'knex';

/** Previews come and go; what went so long ago takes no room. */
const countedMs = 30 * 86_400_000;

/**
 * In how many places a locator says that an entity runs something, or said so within 30 days.
 *
 * @remarks Race: runs in the transaction that has locked the entity.
 */
export async function countReportedPlaces(options: {
  trx: Knex.Transaction;
  locator: string;
  entityRef: string;
  now: string;
}): Promise<number> {
  const { trx, locator, entityRef, now } = options;
  const since = new Date(Date.parse(now) - countedMs).toISOString();
  const [row] = await trx('usage_claims')
    .where({ entity_ref: entityRef, locator })
    .where(recent =>
      recent.whereNull('valid_to').orWhere('valid_to', '>', since),
    )
    .countDistinct('usage_id as places');
  return Number(row.places);
}
