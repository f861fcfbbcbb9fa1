import { NotFoundError } from '@backstage/errors';
import {
  proposalStep,
  type ProposalAct,
  type ProposalState,
} from '@countersign/domain';
import type { Knex } from 'knex';
import {
  ProposalRefusedError,
  type ProposalRow,
  type StoredProposal,
} from '../proposals';
import { withWords } from './readProposal';

/**
 * A proposal that nobody else changes until the transaction ends.
 *
 * @remarks
 * Race: somebody edits while another one approves or merges. All of them come by this row; on SQLite one transaction
 * runs at a time.
 *
 * @throws NotFoundError
 */
export async function lockProposal(
  trx: Knex.Transaction,
  id: string,
): Promise<StoredProposal> {
  const row = await trx<ProposalRow>('proposals')
    .where({ id })
    .forUpdate()
    .first();
  if (!row) throw new NotFoundError(`there is no proposal "${id}"`);
  return withWords(trx, row);
}

/**
 * Whether somebody may do this now, and to which state it leads. Who is a reviewer is not known here; that an author is
 * none is.
 *
 * @param expected - binding of what they saw: nobody approves or replaces what they did not read
 * @throws ProposalRefusedError
 */
export function stepOf(options: {
  proposal: StoredProposal;
  act: ProposalAct;
  by: string;
  expected: string;
}): ProposalState {
  const { proposal, act, by, expected } = options;
  const step = proposalStep(proposal.state, act);
  if (!step)
    throw new ProposalRefusedError(
      'wrong-state',
      `a proposal that is ${proposal.state} knows no "${act}"`,
    );
  if (proposal.binding !== expected)
    throw new ProposalRefusedError(
      'other-content',
      'the proposal says something else by now; read it again',
    );
  const isAuthor = proposal.authors.includes(by);
  if (step.by === 'author' && !isAuthor)
    throw new ProposalRefusedError('wrong-author', 'only its authors may');
  if (step.by === 'reviewer' && isAuthor)
    throw new ProposalRefusedError(
      'own-proposal',
      'whoever edited a proposal never reviews it',
    );
  return step.to;
}
