import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { whereIn } from '../../store/dialect';
import { parsed } from '../parsed';
import {
  registryReviewContent,
  registryVersionContent,
  type ToldVersion,
} from '../registryVersionContent';
import { cut, difference } from './difference';
import { entryKey, findEntries } from './findEntries';
import { isTold, lastOf, numberOfKey, type ShownCheck } from './ShownCheck';

interface VersionRow extends ToldVersion {
  content: string;
  seen_at: string;
  is_reviewed: number;
  review: string | null;
}

/** S9.5, S10.2: a version of the acceptance list has the content under which it was numbered. */
export const checkAcceptance: ShownCheck = async options => {
  const { trx, after, limit, beginning } = options;
  const rows: VersionRow[] = await trx('acceptance_versions')
    .where('number', '>', numberOfKey(after))
    .orderBy('number')
    .limit(limit);
  const told = await findEntries(trx, rows.map(contentOf));
  const reviews = await toldReviews(trx, rows);
  const differences = rows.flatMap(row => {
    const entry = told.get(entryKey('registry-version', contentOf(row)));
    const differs = (says: string) => [
      difference(
        'acceptance_versions',
        row.number,
        `version ${row.number} ${says}`,
        entry?.sequence,
      ),
    ];
    const hash = createHash('sha256').update(row.content).digest('hex');
    if (hash !== row.content_hash)
      return differs(
        `has content of the hash ${hash}, and was numbered with ${cut(
          row.content_hash,
        )}`,
      );
    if (!entry && isTold(row.seen_at, beginning))
      return differs('is in no entry of the log');
    return isReviewedAfterwards(row) &&
      isTold(reviewedAt(row), beginning) &&
      !reviews.has(reviewOf(row))
      ? differs('is called reviewed, and the log tells of no review')
      : [];
  });
  return { differences, ...lastOf(rows, limit, ({ number }) => number) };
};

function contentOf(row: VersionRow) {
  return JSON.stringify(registryVersionContent(row));
}

/** S9.4: whoever writes the table could otherwise say that somebody had looked. */
function isReviewedAfterwards(row: VersionRow): boolean {
  return (
    row.is_reviewed === 1 &&
    (row.review !== null || (row.approvals ?? '[]') === '[]')
  );
}

/** When nobody says when, it is held to the log as if it were now. */
function reviewedAt({ review }: VersionRow): string {
  const { at } = (review && parsed<{ at: string }>(review)) || {};
  return typeof at === 'string' ? at : '9999';
}

async function toldReviews(
  trx: Knex.Transaction,
  rows: VersionRow[],
): Promise<Set<string>> {
  const asked = rows.filter(isReviewedAfterwards).map(reviewOf);
  if (asked.length === 0) return new Set();
  const found: string[] = await whereIn(
    trx('log_entries')
      .leftJoin('log_chain', 'log_chain.entry_id', 'log_entries.id')
      .where('log_entries.kind', 'registry-reviewed'),
    'log_entries.content',
    asked,
  )
    // What is neither in the chain nor on its way into it tells nothing.
    .andWhere(entry =>
      entry.whereNotNull('log_chain.sequence').orWhere('log_entries.sealed', 0),
    )
    .pluck('log_entries.content');
  return new Set(found);
}

function reviewOf(row: VersionRow): string {
  return JSON.stringify(registryReviewContent(row));
}
