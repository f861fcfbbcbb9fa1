import type { Knex } from 'knex';

/**
 * Forgets what was replayed and acknowledged of a proposal that is edited or put over another version (S9.1), also for
 * the case that somebody edits it back.
 *
 * @remarks
 * Race: a replay is under way. It finds that its ticket is gone, and ends. Whoever calls holds the proposal.
 */
export async function voidReplay(options: {
  trx: Knex.Transaction;
  id: string;
}): Promise<void> {
  const { trx, id } = options;
  for (const table of ['proposal_replays', 'proposal_acknowledgements'])
    await trx(table).where({ proposal_id: id }).delete();
}
