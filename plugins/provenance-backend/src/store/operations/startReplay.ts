import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { inSmallLetters, ProposalRefusedError } from '../proposals';
import { replaySilenceMs, type ReplayRow } from '../replays';
import { lockProposal } from './lockProposal';

/**
 * Takes the replay of a proposal, in the place of the one that it had.
 *
 * @remarks
 * Race: two people ask at once, on two replicas. The proposal is locked, and the second finds that one is under way. One
 * whose process ended is silent, and is taken over; should it still go on, its ticket is another one.
 *
 * @param options - `expected`: binding of what is to be replayed
 * @returns a ticket; nothing where the same is being replayed
 * @throws NotFoundError, ProposalRefusedError where the proposal has ended or says something else
 */
export async function startReplay(options: {
  knex: Knex;
  id: string;
  expected: string;
  by: string;
  now: string;
}): Promise<string | undefined> {
  const { knex, id, expected, now } = options;
  return knex.transaction(async trx => {
    const { binding, state } = await lockProposal(trx, id);
    if (['merged', 'rejected', 'withdrawn'].includes(state))
      throw new ProposalRefusedError('wrong-state', `the proposal is ${state}`);
    if (binding !== expected)
      throw new ProposalRefusedError(
        'other-content',
        'the proposal says something else by now; read it again',
      );
    const before = await trx<ReplayRow>('proposal_replays')
      .where({ proposal_id: id })
      .first();
    if (before?.binding === binding && isUnderWay(before, now))
      return undefined;
    const ticket = randomUUID();
    await trx('proposal_replays')
      .insert({
        ...{ proposal_id: id, binding, ticket, state: 'running', done: 0 },
        ...{ by: inSmallLetters(options.by), started_at: now, heard_at: now },
        ...{ result: null, problem: null },
      })
      .onConflict('proposal_id')
      .merge();
    return ticket;
  });
}

function isUnderWay({ state, heard_at }: ReplayRow, now: string): boolean {
  return (
    state === 'running' &&
    Date.parse(now) - Date.parse(heard_at) < replaySilenceMs
  );
}
