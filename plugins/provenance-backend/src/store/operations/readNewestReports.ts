import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import type { NewestReport } from '../reports';
import type { UsageClaimRow } from '../rows';

/**
 * The newest word of a locator about each of some usages that was ever taken, also one that said that nothing runs.
 *
 * @remarks
 * Race: runs in the transaction that has locked the entity. Each word that is taken is newer than the one before, so
 * that the newest row is it.
 */
export async function readNewestReports(options: {
  trx: Knex.Transaction;
  locator: string;
  usageIds: string[];
}): Promise<NewestReport[]> {
  const { trx, locator, usageIds } = options;
  const newest = whereIn(
    trx('usage_claims').where({ locator }),
    'usage_id',
    usageIds,
  )
    .groupBy('usage_id')
    .max('id');
  const rows: UsageClaimRow[] = await trx<UsageClaimRow>('usage_claims')
    .whereIn('id', newest as never)
    .select();
  return rows.map(row => {
    const { removed = false, ...content } = JSON.parse(row.content ?? '{}');
    return {
      id: Number(row.id),
      isOpen: row.valid_to === null,
      removed,
      claim: {
        ...content,
        locator,
        standing: row.standing,
        ...(row.expires_at !== null && { expiresAt: row.expires_at }),
      },
    };
  });
}
