import type { Knex } from 'knex';
import type { WorkClaim } from './claimDueWork';

/**
 * Keeps a claim for a while longer, for a look that takes its time.
 *
 * @remarks
 * Race: the lease may have ended, and another replica may be at it. The ticket tells; nothing is renewed then, and the
 * result will be discarded.
 */
export async function renewLease(options: {
  knex: Knex;
  claim: WorkClaim;
  until: string;
}): Promise<void> {
  const { knex, claim, until } = options;
  await knex('work')
    .where({ usage_id: claim.usageId, ticket: claim.ticket })
    .whereNotNull('leased_until')
    .update({ leased_until: until });
}
