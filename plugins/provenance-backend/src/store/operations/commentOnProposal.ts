import type { Knex } from 'knex';
import { inSmallLetters } from '../proposals';
import { insertReview } from './insertReview';
import { lockProposal } from './lockProposal';
import type { TellOfProposal } from './tellOfProposal';

/**
 * Keeps what somebody says about a proposal, also after it has ended.
 *
 * @remarks
 * Race: an author edits meanwhile. The proposal is locked, so that the comment names the content beside which it stands.
 *
 * @throws NotFoundError
 */
export async function commentOnProposal(options: {
  knex: Knex;
  id: string;
  text: string;
  by: string;
  now: string;
  tell?: TellOfProposal;
}): Promise<void> {
  const { knex, id, now, tell } = options;
  await knex.transaction(async trx => {
    const proposal = await lockProposal(trx, id);
    const { binding } = proposal;
    const by = inSmallLetters(options.by);
    await insertReview({ ...options, trx, act: 'comment', by, binding });
    await tell?.(trx, { proposal, act: 'comment', by, now });
  });
}
