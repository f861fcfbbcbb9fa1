import type { Knex } from 'knex';
import type { MessageClaim } from './claimMessages';

/**
 * Writes how an attempt to send went: it ended, or it is due again.
 *
 * @remarks
 * Race: the lease may have run out, and another replica may be at it. The ticket tells; what it writes then stays.
 */
export async function finishMessage(options: {
  knex: Knex;
  claim: MessageClaim;
  result:
    | { outcome: 'sent' | 'given-up'; endedAt: string }
    | { nextAt: string };
}): Promise<void> {
  const { knex, claim, result } = options;
  const { id, sink, ticket } = claim;
  const change =
    'nextAt' in result
      ? { next_at: result.nextAt }
      : { ended_at: result.endedAt, outcome: result.outcome };
  await knex('messages')
    .where({ id, sink, ticket })
    .update({ ...change, leased_until: null });
}
