import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import type { WorkClaim } from './claimDueWork';

/**
 * Keeps claims for a while longer, for work that takes its time; or gives them back at once, where `until` is absent.
 *
 * @remarks
 * Race: a lease may have ended, and another replica may be at it. The ticket tells; nothing is renewed then, and the
 * result will be discarded.
 */
export async function renewLeases(options: {
  knex: Knex;
  /** Of one ticket. */
  claims: readonly WorkClaim[];
  until?: string;
}): Promise<void> {
  const { knex, claims, until } = options;
  if (claims.length === 0) return;
  const ids = claims.map(claim => claim.usageId);
  await whereIn(knex('work'), 'usage_id', ids)
    .where({ ticket: claims[0].ticket })
    .whereNotNull('leased_until')
    .update({ leased_until: until ?? null });
}
