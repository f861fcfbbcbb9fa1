import type { Collection, Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import { whereIn } from '../store/dialect';
import type { CollectionRow } from '../store/rows';

const batchSize = 200;

/** A material over a subject. */
interface Pair {
  subject: Digest;
  material: Digest;
}

/**
 * Removes looks from before the cut that nothing rests on any more, up to one batch, with the evidence and the envelopes
 * that only they had found (S10.3).
 *
 * Kept is, of every digest that is needed: the newest complete look from before the cut, which was in force at it, and
 * whatever came later; and the first look, because it says when the digest was first seen (S7.3).
 *
 * @remarks
 * Race: a look may find a material again at this moment. Looks lock the materials that they find stored already; here
 * they are locked before it is read who lists them, so that either the look is seen or it stores the bytes again.
 *
 * @returns the last id that was considered, undefined behind the last one
 */
export async function pruneCollections(options: {
  knex: Knex;
  cut: string;
  needed: ReadonlySet<Digest>;
  after: number;
}): Promise<{ last: number; removed: number } | undefined> {
  const { knex, cut, needed, after } = options;
  const rows = await knex<CollectionRow>('collections')
    .where('id', '>', after)
    .andWhere('last_at', '<', cut)
    .orderBy('id')
    .limit(batchSize);
  const last = rows.at(-1);
  if (!last) return undefined;
  const old: CollectionRow[] = [];
  for (const row of rows)
    if (!needed.has(row.subject) || (await isSuperseded(knex, row, cut)))
      old.push(row);
  await knex.transaction(trx => remove(trx, old, needed));
  return { last: Number(last.id), removed: old.length };
}

/** Whether a later look was complete before the cut already, and an earlier one says when the digest was first seen. */
async function isSuperseded(knex: Knex, row: CollectionRow, cut: string) {
  const { subject, repository, bundle_url } = row;
  const looks = () => knex<CollectionRow>('collections').where({ subject });
  const later = await looks()
    .where({ repository, bundle_url, complete: 1 })
    .where('last_at', '>', row.last_at)
    .where('last_at', '<', cut)
    .first('id');
  const first = await looks().orderBy(['first_at', 'id']).first('id');
  return later !== undefined && Number(first?.id) !== Number(row.id);
}

async function remove(
  trx: Knex.Transaction,
  rows: CollectionRow[],
  needed: ReadonlySet<Digest>,
) {
  if (rows.length === 0) return;
  const ids = rows.map(row => row.id);
  const subjects = [...new Set(rows.map(row => row.subject))];
  const pairs = rows.flatMap(pairsOf);
  const materials = [...new Set(pairs.map(pair => pair.material))].sort();
  await whereIn(trx('materials'), 'digest', materials)
    .orderBy('digest')
    .forUpdate()
    .select('digest');
  await trx('collections').whereIn('id', ids).delete();
  const gone = subjects.filter(subject => !needed.has(subject));
  await whereIn(trx('accepted_materials'), 'subject', gone).delete();
  const listed = await listedPairs(trx, subjects);
  const free = pairs.filter(pair => !listed.has(keyOf(pair)));
  for (const { subject, material } of free)
    await trx('evidence').where({ subject, material }).delete();
  await removeMaterials(trx, new Set(free.map(pair => pair.material)));
}

function pairsOf(row: CollectionRow): Pair[] {
  const { material = [] }: Partial<Collection> = JSON.parse(row.content);
  return material.map(({ digest }) => ({
    subject: row.subject,
    material: digest,
  }));
}

function keyOf({ subject, material }: Pair): string {
  return `${subject} ${material}`;
}

/** What the looks that are left have found, and what was accepted once and may be missed. */
async function listedPairs(trx: Knex.Transaction, subjects: Digest[]) {
  const looks: CollectionRow[] = await whereIn(
    trx('collections'),
    'subject',
    subjects,
  );
  const accepted: Pair[] = await whereIn(
    trx('accepted_materials'),
    'subject',
    subjects,
  ).select('subject', 'material');
  return new Set([...looks.flatMap(pairsOf), ...accepted].map(keyOf));
}

/** An envelope that was attached to several digests has evidence about each. */
async function removeMaterials(trx: Knex.Transaction, materials: Set<Digest>) {
  const used: Digest[] = await whereIn(
    trx('evidence'),
    'material',
    materials,
  ).pluck('material');
  const unused = [...materials].filter(digest => !used.includes(digest));
  await whereIn(trx('materials'), 'digest', unused).delete();
}
