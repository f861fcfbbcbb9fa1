import { canonicalJson } from '@countersign/domain';
import type { Knex } from 'knex';
import { bindingOf, inSmallLetters, type ProposalText } from '../proposals';
import { addAuthor } from './addAuthor';
import { lockProposal, stepOf } from './lockProposal';
import type { TellOfProposal } from './tellOfProposal';
import { voidReplay } from './voidReplay';

/**
 * Replaces what a proposal says. Whoever does is an author from then on, and what was approved before was something else
 * (S9.1).
 *
 * @remarks
 * Race: somebody approves or merges what is being replaced. Each locks the proposal and names the content that they saw:
 * whoever comes second finds another one, or a proposal that has ended.
 *
 * @param options - `expected`: binding of what the editor saw
 * @throws NotFoundError, ProposalRefusedError
 */
export async function editProposal(options: {
  knex: Knex;
  id: string;
  text: ProposalText;
  by: string;
  expected: string;
  now: string;
  tell?: TellOfProposal;
}): Promise<void> {
  const { knex, id, text, expected, now, tell } = options;
  const { title, reason, content, answers } = text;
  const by = inSmallLetters(options.by);
  await knex.transaction(async trx => {
    const proposal = await lockProposal(trx, id);
    const state = stepOf({ proposal, act: 'edit', by, expected });
    await trx('proposals')
      .where({ id })
      .update({
        voided_through: proposal.reviews.at(-1)?.id ?? 0,
        ...{ state, title, reason },
        content: canonicalJson(content),
        binding: bindingOf(proposal.base, content),
        answers: JSON.stringify(answers),
        updated_at: now,
      });
    await voidReplay({ trx, id });
    await addAuthor({ trx, id, by, now });
    const edited = { ...proposal, ...text };
    await tell?.(trx, { proposal: edited, act: 'edit', by, now });
  });
}
