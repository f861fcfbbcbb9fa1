import type { Knex } from 'knex';

/**
 * Makes somebody an author for ever: whoever wrote a word of it never counts as its reviewer (S9.2).
 *
 * @remarks
 * Race: one person saves twice at once. The key lets one row through, and the second changes nothing.
 */
export async function addAuthor(options: {
  trx: Knex.Transaction;
  id: string;
  by: string;
  now: string;
}): Promise<void> {
  const { trx, id, by, now } = options;
  await trx('proposal_authors')
    .insert({ proposal_id: id, author: by, since: now })
    .onConflict()
    .ignore();
}
