import type { Knex } from 'knex';
import { inSmallLetters } from '../proposals';
import { insertReview } from './insertReview';
import { lockProposal, stepOf } from './lockProposal';
import type { TellOfProposal } from './tellOfProposal';

/**
 * Keeps a reviewer's word for or against exactly what they saw (S9.1).
 *
 * @remarks
 * Race: an author edits meanwhile. The proposal is locked, and a word for another content is refused, not kept.
 *
 * @param options - `by`: somebody who may review; `expected`: binding of what they saw
 * @throws NotFoundError, ProposalRefusedError for an author, too
 */
export async function reviewProposal(options: {
  knex: Knex;
  id: string;
  act: 'approve' | 'request-changes' | 'reject';
  text?: string;
  by: string;
  expected: string;
  now: string;
  tell?: TellOfProposal;
}): Promise<void> {
  const { knex, id, act, expected, now, tell } = options;
  const by = inSmallLetters(options.by);
  await knex.transaction(async trx => {
    const proposal = await lockProposal(trx, id);
    const state = stepOf({ proposal, act, by, expected });
    await insertReview({ ...options, trx, by, binding: proposal.binding });
    await trx('proposals').where({ id }).update({ state, updated_at: now });
    await tell?.(trx, { proposal, act, by, now });
  });
}
