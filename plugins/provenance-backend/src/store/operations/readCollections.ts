import type { Collection, Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import type { CollectionRow } from '../rows';
import { latestInstant, settleDates } from '../settleDates';

/** More than a day of failing looks with changing causes; what is older changes no verdict. */
export const mostRows = 100;

/**
 * The newest complete collection of a digest in a repository, and everything later (S6.1), newest first.
 *
 * A run of equal looks that failed is given back as its first and its last look, because "since when" counts from the
 * first, and "how old" from the last.
 *
 * Looks that a clock dated after now are no newer than the next one that was recorded, and as old as they can be: no look
 * is hidden by them, and nothing is fresh because of them.
 *
 * @remarks
 * Race: looks only add, so a reader that comes in between sees the state before or after, never half of one.
 */
export async function readCollections(options: {
  knex: Knex;
  subject: Digest;
  repository: string;
  bundleUrl?: string;
  /** Absent: dates are given back as they lie there, for whoever judges nothing by them. */
  now?: Date;
}): Promise<Collection[]> {
  const { knex, subject, repository, bundleUrl, now } = options;
  const stored = await knex<CollectionRow>('collections')
    .where({ subject, repository, bundle_url: bundleUrl ?? '' })
    .orderBy('last_at', 'desc')
    .orderBy('id', 'desc')
    .limit(mostRows);
  const among = looksAmong(stored, now);
  if (among) return among;
  const rows = now ? settleDates(stored, now) : stored;
  return looksSince(await newestComplete(options), rows);
}

/**
 * The same, of the newest rows of one place, `mostRows` of them where there are so many.
 *
 * @returns undefined where the newest complete look lies further back
 */
export function looksAmong(
  stored: CollectionRow[],
  now: Date | undefined,
): Collection[] | undefined {
  const rows = now ? settleDates(stored, now) : stored;
  const complete = rows.find(row => row.complete === 1);
  return complete || rows.length < mostRows
    ? looksSince(complete, rows)
    : undefined;
}

function looksSince(
  complete: CollectionRow | undefined,
  rows: CollectionRow[],
): Collection[] {
  const later = rows.filter(
    row => row.complete !== 1 && (!complete || row.last_at >= complete.last_at),
  );
  return [...later, ...(complete ? [complete] : [])].flatMap(looksOf);
}

async function newestComplete({
  knex,
  subject,
  repository,
  bundleUrl,
  now,
}: Parameters<typeof readCollections>[0]): Promise<CollectionRow | undefined> {
  const complete = knex<CollectionRow>('collections')
    .where({ subject, repository, bundle_url: bundleUrl ?? '', complete: 1 })
    .orderBy('last_at', 'desc')
    .first();
  // One that is dated ahead is among the first rows: there is room for more of them than anybody writes.
  return now ? complete.where('last_at', '<=', latestInstant(now)) : complete;
}

function looksOf(row: CollectionRow): Collection[] {
  const content = JSON.parse(row.content) as Omit<Collection, 'at'>;
  const instants =
    row.complete === 1 || row.first_at === row.last_at
      ? [row.last_at]
      : [row.last_at, row.first_at];
  return instants.map(at => ({ ...content, at }));
}
