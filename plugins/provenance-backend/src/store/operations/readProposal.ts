import type { Knex } from 'knex';
import {
  summaryOf,
  type ProposalRow,
  type ReviewRow,
  type StoredProposal,
  type StoredReview,
} from '../proposals';
import { inSnapshot } from '../../log/inSnapshot';

/**
 * A proposal with everybody who wrote or spoke about it.
 *
 * @remarks
 * Race: somebody edits meanwhile. All of it is read from one snapshot, so that no approval stands beside a content that
 * it was not for.
 */
export async function readProposal(options: {
  knex: Knex;
  id: string;
}): Promise<StoredProposal | undefined> {
  const { knex, id } = options;
  return inSnapshot(knex, async trx => {
    const row = await trx<ProposalRow>('proposals').where({ id }).first();
    return row && withWords(trx, row);
  });
}

/** With authors and reviews, as this transaction sees them. */
export async function withWords(
  trx: Knex.Transaction,
  row: ProposalRow,
): Promise<StoredProposal> {
  const { id } = row;
  const authors: string[] = await trx('proposal_authors')
    .where({ proposal_id: id })
    .orderBy(['since', 'author'])
    .pluck('author');
  const reviews: ReviewRow[] = await trx('proposal_reviews')
    .where({ proposal_id: id })
    .orderBy('id');
  return {
    ...summaryOf(row),
    content: JSON.parse(row.content),
    answers: JSON.parse(row.answers),
    voidedThrough: Number(row.voided_through),
    authors,
    reviews: reviews.map(reviewOf),
  };
}

function reviewOf(row: ReviewRow): StoredReview {
  return {
    ...{ id: Number(row.id), act: row.act, by: row.by },
    ...{ binding: row.binding, at: row.at },
    ...(row.text !== null && { text: row.text }),
  };
}
