import type { Knex } from 'knex';
import { inSnapshot } from '../../log/inSnapshot';
import type { Acknowledgement, ReplayRow, StoredReplay } from '../replays';

/**
 * The newest replay of a proposal, with what was acknowledged of it.
 *
 * @remarks
 * Race: another one is started meanwhile, or somebody acknowledges. Both are read from one snapshot.
 */
export async function readReplay(options: {
  knex: Knex;
  id: string;
}): Promise<StoredReplay | undefined> {
  const { knex, id } = options;
  return inSnapshot(knex, async trx => {
    const row = await trx<ReplayRow>('proposal_replays')
      .where({ proposal_id: id })
      .first();
    if (!row) return undefined;
    const acknowledgements: Acknowledgement[] = await trx(
      'proposal_acknowledgements',
    )
      .where({ proposal_id: id, binding: row.binding })
      .orderBy('key')
      .select('key', 'by', 'text', 'at');
    return {
      ...{ binding: row.binding, state: row.state, by: row.by, done: row.done },
      ...{ startedAt: row.started_at, heardAt: row.heard_at },
      ...(row.result !== null && { result: JSON.parse(row.result) }),
      ...(row.problem !== null && { problem: row.problem }),
      acknowledgements,
    };
  });
}
