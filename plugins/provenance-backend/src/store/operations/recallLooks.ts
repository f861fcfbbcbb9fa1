import type { Knex } from 'knex';
import type { CollectionRow } from '../rows';
import { earliestOf, latestInstant } from '../settleDates';

/** At once; what is left is read as it should be dated, and dated so the next time. */
const most = 500;

/**
 * Dates back looks that are dated after now, for good: readers know them by their date, and only until it has come. A
 * registry that nobody can reach keeps any other look from taking their place, and they would speak for their digests
 * days after they were made (S6.1).
 *
 * @remarks
 * Race: a look may go on with one of these rows at this moment and date it right. Only what still has the date that was
 * read is changed. Not for a replica whose own clock is behind: it would date back what is dated right.
 *
 * @returns how many
 */
export async function recallLooks(options: {
  knex: Knex;
  now: Date;
}): Promise<number> {
  const { knex, now } = options;
  const latest = latestInstant(now);
  const rows: CollectionRow[] = await knex<CollectionRow>('collections')
    .where('last_at', '>', latest)
    .orderBy('id')
    .limit(most);
  let count = 0;
  for (const row of rows) {
    const { subject, repository, bundle_url, last_at } = row;
    const before = await knex<CollectionRow>('collections')
      .where({ subject, repository, bundle_url })
      .where('id', '<', row.id)
      .where('last_at', '<=', latest)
      .orderBy('last_at', 'desc')
      .limit(1);
    // Since when a digest is known is never set back to before anybody can have known it (S7.3).
    const firstAt = row.first_at > latest ? now.toISOString() : row.first_at;
    count += await knex<CollectionRow>('collections')
      .where({ id: row.id, last_at })
      .update({ first_at: firstAt, last_at: earliestOf(row, before, latest) });
  }
  return count;
}
