import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import { applyRestriction, type UsageRestriction } from '../restriction';

/** What one signer signed in one way, of one entity in one place. */
export interface SignedPlace {
  /** Of the signer. */
  hash: string;
  /** Of how they signed; absent for keys, and where it is not known yet. */
  formsHash?: string;
  repository?: string;
  environment?: string;
  entityRef: string;
}

/**
 * What some signers signed of what runs now and a viewer may see, signer by signer.
 *
 * @remarks Race: as `listSigners`.
 */
export async function readSignedPlaces(options: {
  knex: Knex;
  restriction: UsageRestriction;
  /** Of the signers. */
  hashes: string[];
  limit: number;
}): Promise<SignedPlace[]> {
  const { knex, restriction, hashes, limit } = options;
  const query: Knex.QueryBuilder = knex('usage_signers')
    .join('signers', 'signers.id', 'usage_signers.signer_id')
    .join('usages', 'usages.id', 'usage_signers.usage_id')
    .distinct('signers.hash', 'usage_signers.forms_hash')
    .distinct('usages.repository', 'usage_signers.environment')
    .distinct('usage_signers.entity_ref')
    .orderBy('signers.hash')
    .limit(limit);
  whereIn(query, 'signers.hash', hashes);
  applyRestriction(query, restriction, 'usage_signers');
  const rows: PlaceRow[] = await query;
  return rows.map(row => ({
    ...{ hash: row.hash, entityRef: row.entity_ref },
    ...(row.forms_hash !== null && { formsHash: row.forms_hash }),
    ...(row.repository !== null && { repository: row.repository }),
    ...(row.environment !== null && { environment: row.environment }),
  }));
}

interface PlaceRow {
  hash: string;
  forms_hash: string | null;
  repository: string | null;
  environment: string | null;
  entity_ref: string;
}
