import { canonicalJson, type RegistryContent } from '@countersign/domain';
import type { Knex } from 'knex';
import { bindingOf, inSmallLetters } from '../proposals';
import { addAuthor } from './addAuthor';
import { lockHead, mustBeHead } from './lockHead';
import { lockProposal, stepOf } from './lockProposal';
import type { TellOfProposal } from './tellOfProposal';
import { voidReplay } from './voidReplay';

/**
 * Puts a proposal over the version that is in force now. What was approved over the one before counts no more, even
 * where not a word changes (S9.1).
 *
 * @remarks
 * Race: another proposal is merged meanwhile. The head is locked first, as a merge does.
 *
 * @param options - `base`: the version that whoever rebases saw; `expected`: binding of the proposal that they saw
 * @throws NotFoundError, ProposalRefusedError
 */
export async function rebaseProposal(options: {
  knex: Knex;
  id: string;
  base: number;
  content: RegistryContent;
  by: string;
  expected: string;
  now: string;
  tell?: TellOfProposal;
}): Promise<void> {
  const { knex, id, base, content, expected, now, tell } = options;
  const by = inSmallLetters(options.by);
  await knex.transaction(async trx => {
    mustBeHead(await lockHead(trx), base);
    const proposal = await lockProposal(trx, id);
    const state = stepOf({ proposal, act: 'rebase', by, expected });
    await trx('proposals')
      .where({ id })
      .update({
        voided_through: proposal.reviews.at(-1)?.id ?? 0,
        ...{ state, base, updated_at: now },
        content: canonicalJson(content),
        binding: bindingOf(base, content),
      });
    await voidReplay({ trx, id });
    await addAuthor({ trx, id, by, now });
    const rebased = { ...proposal, base, content };
    await tell?.(trx, { proposal: rebased, act: 'rebase', by, now });
  });
}
