import type { Knex } from 'knex';
import { ProposalRefusedError } from '../proposals';

/**
 * The number of the version in force, which stays so until the transaction ends.
 *
 * @remarks
 * Race: two proposals over one base are merged at once. Whoever comes second waits here, and finds another head. Always
 * locked before a proposal, so that two transactions never wait for each other.
 */
export async function lockHead(
  trx: Knex.Transaction,
): Promise<number | undefined> {
  const head = await trx('acceptance_head')
    .where({ id: 1 })
    .forUpdate()
    .first('number');
  return head?.number;
}

/** @throws ProposalRefusedError where another version is in force, or none */
export function mustBeHead(head: number | undefined, base: number): void {
  if (head === undefined)
    throw new ProposalRefusedError(
      'nothing-in-force',
      'no version of the acceptance list is in force that could be changed',
    );
  if (head !== base)
    throw new ProposalRefusedError(
      'base-moved',
      `version ${head} is in force, and this is about version ${base}; rebase it`,
    );
}
