import type { Collection, Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import type { CollectionRow } from '../rows';

/** More than a day of failing looks with changing causes; what is older changes no verdict. */
const mostRows = 100;

/**
 * The newest complete collection of a digest in a repository, and everything later (S6.1), newest first.
 *
 * A run of equal looks that failed is given back as its first and its last look, because "since when" counts from the
 * first, and "how old" from the last.
 *
 * @remarks
 * Race: looks only add, so a reader that comes in between sees the state before or after, never half of one.
 */
export async function readCollections(options: {
  knex: Knex;
  subject: Digest;
  repository: string;
  bundleUrl?: string;
}): Promise<Collection[]> {
  const { knex, subject, repository, bundleUrl } = options;
  const rows = await knex<CollectionRow>('collections')
    .where({ subject, repository, bundle_url: bundleUrl ?? '' })
    .orderBy('last_at', 'desc')
    .orderBy('id', 'desc')
    .limit(mostRows);
  const among = rows.find(row => row.complete === 1);
  const complete =
    among || rows.length < mostRows
      ? among
      : await newestComplete(knex, subject, repository, bundleUrl);
  const later = rows.filter(
    row => row.complete !== 1 && (!complete || row.last_at >= complete.last_at),
  );
  return [...later, ...(complete ? [complete] : [])].flatMap(looksOf);
}

async function newestComplete(
  knex: Knex,
  subject: Digest,
  repository: string,
  bundleUrl?: string,
): Promise<CollectionRow | undefined> {
  return knex<CollectionRow>('collections')
    .where({ subject, repository, bundle_url: bundleUrl ?? '', complete: 1 })
    .orderBy('last_at', 'desc')
    .first();
}

function looksOf(row: CollectionRow): Collection[] {
  const content = JSON.parse(row.content) as Omit<Collection, 'at'>;
  const instants =
    row.complete === 1 || row.first_at === row.last_at
      ? [row.last_at]
      : [row.last_at, row.first_at];
  return instants.map(at => ({ ...content, at }));
}
