import { isComplete, type Collection } from '@countersign/domain';
import type { Knex } from 'knex';
import { batchesOf } from '../batchesOf';
import { collectionHash } from '../collectionHash';
import { isPostgres } from '../dialect';
import { joinValues } from '../joinValues';
import type { CollectionRow } from '../rows';
import { latestInstant } from '../settleDates';
import { storeAfterAhead } from './storeAfterAhead';

/** A look at a digest, to be kept. */
export interface CollectionToStore {
  collection: Collection;
  bundleUrl?: string;
  /** When this is recorded. ISO 8601, UTC. */
  now: string;
}

/** Looks at one digest in one place that found the same, one right after the other. */
export type CollectionRun = Omit<CollectionRow, 'id'> & { now: string };

type Newest = Omit<CollectionRow, 'complete' | 'content' | 'first_at'>;

/**
 * Keeps looks at digests. A look that found what the one before it found extends that row.
 *
 * @remarks
 * Race: two usages of one digest may be looked at at once, and both may extend or both insert. Either is true: each
 * look did happen, and readers take the newest. What is extended is locked in the order of the ids, or two that extend
 * several would wait for each other in a circle.
 */
export async function storeCollections(options: {
  trx: Knex.Transaction;
  looks: CollectionToStore[];
}): Promise<void> {
  const { trx } = options;
  for (const looks of batchesOf(options.looks)) {
    const runs = runsOf(looks);
    const newest = await lockNewest(trx, runs);
    const extended: { row: Newest; run: CollectionRun }[] = [];
    const added: CollectionRun[] = [];
    for (const run of runs) {
      const row = newest.get(placeOf(run));
      if (row && isAhead(row, run)) {
        await storeAfterAhead(trx, run);
        continue;
      }
      if (row && extendsIt(row, run)) extended.push({ row, run });
      else added.push(run);
      // What follows at this place comes behind this one.
      newest.delete(placeOf(run));
    }
    await extend(trx, extended);
    if (added.length > 0)
      await trx('collections').insert(added.map(({ now: _, ...row }) => row));
  }
}

/** By place in the order in which they were made, equal neighbours together. */
function runsOf(looks: CollectionToStore[]): CollectionRun[] {
  const rows = looks.map(rowOf);
  rows.sort((a, b) => (a.last_at < b.last_at ? -1 : 1));
  const places = new Map<string, CollectionRun[]>();
  for (const row of rows) {
    const runs = places.get(placeOf(row)) ?? [];
    const last = runs.at(-1);
    if (last?.content_hash === row.content_hash) last.last_at = row.last_at;
    else places.set(placeOf(row), [...runs, row]);
  }
  return [...places.values()].flat();
}

function rowOf({ collection, bundleUrl, now }: CollectionToStore) {
  const { at, ...content } = collection;
  return {
    subject: collection.subject,
    repository: collection.repository,
    bundle_url: bundleUrl ?? '',
    complete: isComplete(collection) ? 1 : 0,
    content_hash: collectionHash(collection),
    content: JSON.stringify(content),
    ...{ first_at: at, last_at: at, now },
  };
}

function placeOf(
  row: Pick<CollectionRow, 'subject' | 'repository' | 'bundle_url'>,
): string {
  return JSON.stringify([row.subject, row.repository, row.bundle_url]);
}

function isAhead(row: Newest, { now }: CollectionRun): boolean {
  return row.last_at > latestInstant(new Date(now));
}

function extendsIt(row: Newest, run: CollectionRun): boolean {
  return row.content_hash === run.content_hash && row.last_at <= run.first_at;
}

async function lockNewest(trx: Knex.Transaction, runs: CollectionRun[]) {
  const places = new Map(runs.map(run => [placeOf(run), run]));
  const rows: Newest[] = await joinValues(
    trx,
    [...places.values()].map(run => [
      ...[run.subject, run.repository, run.bundle_url],
    ]),
    `SELECT collections.id, subject, repository, bundle_url, content_hash, last_at
      FROM v JOIN collections ON subject = v.column1 AND repository = v.column2
        AND bundle_url = v.column3 AND collections.id = (
          SELECT other.id FROM collections AS other WHERE other.subject = v.column1
            AND other.repository = v.column2 AND other.bundle_url = v.column3
          ORDER BY other.last_at DESC, other.id DESC LIMIT 1)
      ORDER BY collections.id${
        isPostgres(trx) ? ' FOR UPDATE OF collections' : ''
      }`,
  );
  return new Map(rows.map(row => [placeOf(row), row]));
}

async function extend(
  trx: Knex.Transaction,
  extended: { row: Newest; run: CollectionRun }[],
) {
  if (extended.length === 0) return;
  await joinValues(
    trx,
    extended.map(({ row, run }) => [String(row.id), run.last_at]),
    `UPDATE collections SET last_at = v.column2 FROM v
      WHERE collections.id = CAST(v.column1 AS bigint) RETURNING id`,
  );
}
