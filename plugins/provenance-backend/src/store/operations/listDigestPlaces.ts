import type { Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import type { DigestPlace } from './readDigest';

/**
 * Every place in which a digest was ever looked at, for those who may see all evidence.
 *
 * @remarks Race: none; looks only add.
 */
export async function listDigestPlaces(options: {
  knex: Knex;
  digest: Digest;
}): Promise<DigestPlace[]> {
  const rows: { repository: string; bundle_url: string }[] = await options
    .knex('collections')
    .where({ subject: options.digest })
    .distinct('repository', 'bundle_url')
    .orderBy(['repository', 'bundle_url']);
  return rows.map(row => ({
    repository: row.repository,
    bundleUrl: row.bundle_url || undefined,
  }));
}
