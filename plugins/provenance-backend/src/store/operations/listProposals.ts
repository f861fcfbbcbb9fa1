import type { ProposalState } from '@countersign/domain';
import type { Knex } from 'knex';
import {
  applyKeyset,
  type Listed,
  type ListOrder,
  type ListPosition,
} from '../keyset';
import {
  summaryOf,
  type ProposalRow,
  type ProposalSummary,
} from '../proposals';

/** Newest first. */
export const proposalOrder: ListOrder = {
  columns: [
    { name: 'proposals.created_at', kind: 'text' },
    { name: 'proposals.id', kind: 'text' },
  ],
  direction: 'desc',
};

/**
 * One page of the proposals.
 *
 * @remarks
 * Race: proposals come meanwhile. They come before the first page, and what makes a place in the list never changes.
 */
export async function listProposals(options: {
  knex: Knex;
  state?: ProposalState;
  after?: ListPosition;
  limit: number;
}): Promise<Listed<ProposalSummary>> {
  const { knex, state, after, limit } = options;
  const all = () =>
    knex('proposals').where(state === undefined ? {} : { state });
  const page = all().limit(limit);
  applyKeyset(page, proposalOrder, after);
  const rows: ProposalRow[] = await page;
  const [{ total }] = await all().count({ total: '*' });
  return {
    found: rows.map(row => ({
      row: summaryOf(row),
      at: [row.created_at, row.id],
    })),
    total: Number(total),
  };
}
