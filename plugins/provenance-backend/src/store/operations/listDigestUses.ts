import type { Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import { applyRestriction, type UsageRestriction } from '../restriction';
import type { UsageRow, UsageStateRow } from '../rows';

/** A usage, and from when to when it ran a digest. */
export type DigestUseRow = UsageRow &
  Pick<
    UsageStateRow,
    'reference' | 'bundle_url' | 'tag' | 'valid_from' | 'valid_to'
  >;

/**
 * Where a digest runs and ran, as far as the viewer may see the usage: what runs it first, newest first.
 *
 * @remarks Race: states open and close at any time; each that is returned was true when it was read.
 */
export async function listDigestUses(options: {
  knex: Knex;
  restriction: UsageRestriction;
  digest: Digest;
  limit: number;
}): Promise<{ uses: DigestUseRow[]; total: number }> {
  const { knex, restriction, digest, limit } = options;
  const visible = () => {
    const rows = knex('usage_states')
      .join('usages', 'usages.id', 'usage_states.usage_id')
      .where('usage_states.digest', digest);
    applyRestriction(rows, restriction);
    return rows;
  };
  const uses: DigestUseRow[] = await visible()
    .orderByRaw('CASE WHEN usage_states.valid_to IS NULL THEN 0 ELSE 1 END')
    .orderBy('usage_states.valid_from', 'desc')
    .orderBy('usage_states.id', 'desc')
    .limit(limit)
    .select(
      'usages.*',
      ...['reference', 'bundle_url', 'tag', 'valid_from', 'valid_to'].map(
        column => `usage_states.${column} as ${column}`,
      ),
    );
  const [{ total }] = await visible().count({ total: '*' });
  return { uses, total: Number(total) };
}
