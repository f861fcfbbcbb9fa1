import { canonicalJson } from '@countersign/domain';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { bindingOf, inSmallLetters, type ProposalText } from '../proposals';
import { lockHead, mustBeHead } from './lockHead';
import { addAuthor } from './addAuthor';

/**
 * Keeps a draft over the version that is in force.
 *
 * @remarks
 * Race: somebody merges meanwhile. The head is locked, so that a proposal never begins over a version that was replaced
 * before it was there.
 *
 * @param options - `base`: the version that the author saw; `by`: full reference
 * @returns its id
 * @throws ProposalRefusedError where the base is not in force
 */
export async function createProposal(options: {
  knex: Knex;
  proposal: ProposalText & { base: number };
  by: string;
  now: string;
}): Promise<string> {
  const { knex, proposal, now } = options;
  const { title, reason, base, content, answers } = proposal;
  const id = randomUUID();
  await knex.transaction(async trx => {
    mustBeHead(await lockHead(trx), base);
    await trx('proposals').insert({
      ...{ id, state: 'draft', title, reason, base },
      content: canonicalJson(content),
      binding: bindingOf(base, content),
      answers: JSON.stringify(answers),
      ...{ created_at: now, updated_at: now },
    });
    await addAuthor({ trx, id, by: inSmallLetters(options.by), now });
  });
  return id;
}
