import type { Knex } from 'knex';
import type { WorkClaim } from './claimDueWork';

/**
 * Gives a claim back and says when the next look is due.
 *
 * @remarks
 * Race: somebody may have asked for a look while this one was under way. The due instant is replaced only where it is
 * still the one that was claimed.
 */
export async function finishWork(options: {
  knex: Knex;
  claim: WorkClaim;
  nextAt: string;
  attempts: number;
}): Promise<void> {
  const { knex, claim } = options;
  const mine = { usage_id: claim.usageId, ticket: claim.ticket };
  await knex('work')
    .where({ ...mine, next_at: claim.dueAt })
    .update({ next_at: options.nextAt, priority: 0 });
  await knex('work')
    .where(mine)
    .update({ leased_until: null, attempts: options.attempts });
}
