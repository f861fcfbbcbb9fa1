import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import {
  openClaimColumns,
  openClaimOf,
  type OpenClaim,
  type OpenClaimRow,
} from '../openClaim';

export type { OpenClaim } from '../openClaim';

/**
 * What all locators say about entities now, by entity.
 *
 * @remarks Race: a report may come in meanwhile. Whoever writes what follows from the claims locks the entities first.
 */
export async function readClaims(options: {
  knex: Knex;
  entityRefs: string[];
}): Promise<Map<string, OpenClaim[]>> {
  const { knex, entityRefs } = options;
  const rows: OpenClaimRow[] = await whereIn(
    knex('usage_claims')
      .join('usages', 'usages.id', 'usage_claims.usage_id')
      .whereNull('usage_claims.valid_to')
      .orderBy('usage_claims.id')
      .select(openClaimColumns),
    'usages.entity_ref',
    entityRefs,
  );
  const claims = new Map<string, OpenClaim[]>();
  for (const row of rows) {
    const open = openClaimOf(row);
    const { entityRef } = open.claim.identity;
    const others = claims.get(entityRef);
    if (others) others.push(open);
    else claims.set(entityRef, [open]);
  }
  return claims;
}
