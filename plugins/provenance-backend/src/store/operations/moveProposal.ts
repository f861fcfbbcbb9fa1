import type { Knex } from 'knex';
import { inSmallLetters } from '../proposals';
import { lockProposal, stepOf } from './lockProposal';
import type { TellOfProposal } from './tellOfProposal';

/**
 * Opens a draft for review, or withdraws a proposal.
 *
 * @remarks
 * Race: another author edits meanwhile. The proposal is locked, and what was checked before it was opened is what is
 * opened.
 *
 * @throws NotFoundError, ProposalRefusedError
 */
export async function moveProposal(options: {
  knex: Knex;
  id: string;
  act: 'open' | 'withdraw';
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
    await trx('proposals').where({ id }).update({ state, updated_at: now });
    if (act === 'open') await tell?.(trx, { proposal, act, by, now });
  });
}
