import type { Collection, Digest, Evidence } from '@countersign/domain';
import type { Knex } from 'knex';
import { batchesOf } from '../batchesOf';
import { joinValues } from '../joinValues';
import type { CurrentUsage } from '../records';
import type { CollectionRow } from '../rows';
import { mostDigests, type AboutDigest } from './readAboutDigest';
import { looksAmong, mostRows, readCollections } from './readCollections';

/** What is stored about what one usage runs; its evidence is parsed when it is asked for. */
export interface AboutUsage<Of extends CurrentUsage> {
  current: Of;
  about(): AboutDigest;
}

/** Where a digest was looked at. */
interface Place {
  subject: Digest;
  repository: string;
  bundleUrl?: string;
}

interface Walk<Of extends CurrentUsage> {
  current: Of;
  collections: Collection[];
  /** In the order in which the judge is to see their evidence. */
  pairs: Pair[];
}

type Pair = readonly [subject: Digest, material: Digest];

/** Of some kilobytes each. A usage beside which strangers put more has a part of its own. */
const mostPairs = 1_000;

/**
 * What `readAboutDigest` reads, of many usages with a handful of statements. Comes in parts, so that what strangers put
 * beside artifacts does not all lie in memory at once.
 *
 * @remarks Race: as there, whatever is read is true; usages of one call may be read at different moments.
 */
export async function* readAboutDigests<Of extends CurrentUsage>(options: {
  knex: Knex;
  usages: readonly Of[];
  /** By whose clock it is judged; see `readCollections`. */
  now: Date;
}): AsyncGenerator<AboutUsage<Of>[]> {
  const { knex, usages } = options;
  const accepted = await readAccepted(knex, usages);
  const walks = await walkAll(options, accepted);
  for (const part of partsOf(walks)) {
    const found = await readPairs(
      knex,
      part.flatMap(({ pairs }) => pairs),
    );
    yield part.map(({ current, collections, pairs }) => ({
      current,
      about: () => ({
        collections,
        evidence: pairs.flatMap(pair =>
          (found.get(keyOf(pair)) ?? []).map(
            (text): Evidence => JSON.parse(text),
          ),
        ),
        acceptedBefore: accepted.get(current.id) ?? [],
      }),
    }));
  }
}

function isLookedFor({ usage: { digest, repository } }: CurrentUsage) {
  return digest !== undefined && repository !== undefined;
}

async function readAccepted(
  knex: Knex,
  usages: readonly CurrentUsage[],
): Promise<Map<string, Digest[]>> {
  const found = new Map<string, Digest[]>();
  for (const batch of batchesOf(usages.filter(isLookedFor))) {
    const rows = await joinValues<{ usage_id: string; material: Digest }>(
      knex,
      batch.map(({ id, usage }) => [id, usage.digest!]),
      `SELECT usage_id, material FROM accepted_materials
         JOIN v ON usage_id = v.column1 AND subject = v.column2 ORDER BY material`,
    );
    for (const { usage_id: id, material } of rows)
      found.set(id, [...(found.get(id) ?? []), material]);
  }
  return found;
}

/** Goes down what indexes list, one level of all usages at a time. */
async function walkAll<Of extends CurrentUsage>(
  options: { knex: Knex; usages: readonly Of[]; now: Date },
  accepted: ReadonlyMap<string, Digest[]>,
): Promise<Walk<Of>[]> {
  const known = new Map<string, Collection[]>();
  for (;;) {
    const missing = new Map<string, Place>();
    const walks = options.usages.map(current =>
      walk(current, known, missing, accepted.get(current.id) ?? []),
    );
    if (missing.size === 0) return walks;
    await readPlaces(options, missing, known);
  }
}

function walk<Of extends CurrentUsage>(
  current: Of,
  known: ReadonlyMap<string, Collection[]>,
  missing: Map<string, Place>,
  accepted: Digest[],
): Walk<Of> {
  const found: Walk<Of> = { current, collections: [], pairs: [] };
  const { digest, repository } = current.usage;
  if (digest === undefined || repository === undefined) return found;
  const subjects = new Set([digest]);
  for (const subject of subjects) {
    const place = { subject, repository, bundleUrl: current.bundleUrl };
    const looks = known.get(placeKey(place));
    if (!looks) {
      missing.set(placeKey(place), place);
      continue;
    }
    const collected = looks.flatMap(({ material }) =>
      material.map(one => one.digest),
    );
    found.collections.push(...looks);
    found.pairs.push(...pairsOf(subject, [...collected, ...accepted]));
    for (const child of looks.flatMap(({ children }) => children ?? []))
      if (child.isRunnable && subjects.size < mostDigests)
        subjects.add(child.digest);
  }
  return found;
}

/** In the order in which the database gives them. */
function pairsOf(subject: Digest, materials: Digest[]): Pair[] {
  return [...new Set(materials)].sort().map(one => [subject, one] as const);
}

function placeKey({ subject, repository, bundleUrl }: Place): string {
  return JSON.stringify([subject, repository, bundleUrl ?? '']);
}

async function readPlaces(
  { knex, now }: { knex: Knex; now: Date },
  places: ReadonlyMap<string, Place>,
  known: Map<string, Collection[]>,
): Promise<void> {
  const rowsOf = new Map<string, CollectionRow[]>();
  for (const batch of batchesOf([...places.values()]))
    for (const row of await readNewest(knex, batch)) {
      const { subject, repository, bundle_url: bundleUrl } = row;
      const key = placeKey({ subject, repository, bundleUrl });
      rowsOf.set(key, [...(rowsOf.get(key) ?? []), row]);
    }
  for (const [key, place] of places)
    known.set(
      key,
      looksAmong(rowsOf.get(key) ?? [], now) ??
        (await readCollections({ knex, now, ...place })),
    );
}

/** The newest rows of each place, newest first. */
function readNewest(knex: Knex, places: Place[]): Promise<CollectionRow[]> {
  return joinValues<CollectionRow>(
    knex,
    places.map(({ subject, repository, bundleUrl }) => [
      ...[subject, repository, bundleUrl ?? ''],
    ]),
    `SELECT * FROM (
       SELECT collections.*, row_number() OVER (
         PARTITION BY subject, repository, bundle_url ORDER BY last_at DESC, id DESC
       ) AS newest
       FROM collections JOIN v ON subject = v.column1 AND repository = v.column2 AND bundle_url = v.column3
     ) ranked WHERE newest <= ${mostRows} ORDER BY newest`,
  );
}

function partsOf<Of extends CurrentUsage>(walks: Walk<Of>[]): Walk<Of>[][] {
  const parts: Walk<Of>[][] = [];
  let room = 0;
  for (const one of walks) {
    room -= one.pairs.length;
    if (parts.length === 0 || room < 0) {
      parts.push([]);
      room = mostPairs - one.pairs.length;
    }
    parts[parts.length - 1].push(one);
  }
  return parts;
}

function keyOf([subject, material]: Pair): string {
  return `${subject} ${material}`;
}

/** Evidence as it is stored, under every authority and revision, by what it is about. */
async function readPairs(
  knex: Knex,
  pairs: Pair[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const each = [...new Map(pairs.map(pair => [keyOf(pair), pair])).values()];
  for (const batch of batchesOf(each)) {
    const rows = await joinValues<{
      subject: Digest;
      material: Digest;
      content: string;
    }>(
      knex,
      batch,
      `SELECT subject, material, content FROM evidence
         JOIN v ON subject = v.column1 AND material = v.column2
         ORDER BY authority_digest, verifier_revision`,
    );
    for (const { subject, material, content } of rows) {
      const key = keyOf([subject, material]);
      const about = found.get(key) ?? [];
      about.push(content);
      found.set(key, about);
    }
  }
  return found;
}
