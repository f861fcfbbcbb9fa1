import type { UsageIdentity } from '@countersign/domain';
import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import { identityOf } from '../records';
import type { UsageRow } from '../rows';

/**
 * The identities behind ids, in the order given, `undefined` where there is none.
 *
 * @remarks Race: none; an identity never changes.
 */
export async function readUsageIdentities(options: {
  knex: Knex;
  ids: string[];
}): Promise<(UsageIdentity | undefined)[]> {
  const { knex, ids } = options;
  const rows: UsageRow[] = await whereIn(knex('usages'), 'id', ids);
  return ids.map(id => {
    const row = rows.find(one => one.id === id);
    return row && identityOf(row);
  });
}
