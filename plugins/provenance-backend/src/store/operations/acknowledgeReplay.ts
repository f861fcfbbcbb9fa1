import type { Knex } from 'knex';
import { inSmallLetters } from '../proposals';
import { lockProposal, stepOf } from './lockProposal';

/**
 * Keeps a reviewer's word that they have seen what a proposal does, for exactly this content over exactly this base
 * (S9.1, S9.3). Whoever may approve may acknowledge: not the authors, and only while it is open.
 *
 * @remarks
 * Race: an author edits meanwhile. The proposal is locked, and a word for another content is refused.
 *
 * @param options - `keys`: of groups and identities; what somebody acknowledged before stays theirs
 * @throws NotFoundError, ProposalRefusedError
 */
export async function acknowledgeReplay(options: {
  knex: Knex;
  id: string;
  expected: string;
  keys: readonly string[];
  text: string;
  by: string;
  now: string;
}): Promise<void> {
  const { knex, id, expected, keys, text, now } = options;
  const by = inSmallLetters(options.by);
  await knex.transaction(async trx => {
    const proposal = await lockProposal(trx, id);
    stepOf({ proposal, act: 'approve', by, expected });
    const { binding } = proposal;
    for (const key of new Set(keys))
      await trx('proposal_acknowledgements')
        .insert({ proposal_id: id, binding, key, by, text, at: now })
        .onConflict(['proposal_id', 'binding', 'key'])
        .ignore();
  });
}
