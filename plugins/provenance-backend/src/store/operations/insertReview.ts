import type { Knex } from 'knex';
import type { ReviewAct } from '../proposals';

/**
 * Keeps a word about a proposal.
 *
 * @remarks
 * Race: none. It inserts a row; whoever calls holds the proposal where the content matters.
 */
export async function insertReview(options: {
  trx: Knex.Transaction;
  id: string;
  act: ReviewAct;
  by: string;
  binding: string;
  text?: string;
  now: string;
}): Promise<void> {
  const { trx, id, act, by, binding, text, now } = options;
  await trx('proposal_reviews').insert({
    ...{ proposal_id: id, act, by, binding },
    ...{ text: text ?? null, at: now },
  });
}
