import type { Digest } from '@countersign/domain';
import { encodeMaterial, type Material } from '@countersign/verifier';
import type { Knex } from 'knex';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';
import { batchesOf } from '../batchesOf';
import { whereIn } from '../dialect';

/** Handing so few bytes to another thread takes longer than compressing them; a stranger's megabytes go there. */
const fewBytes = 64 * 1024;

/**
 * Keeps the exact bytes of materials, each digest once.
 *
 * @remarks
 * Race: two looks may bring the same material. The digest is its key and covers the bytes, so the first one stays and
 * the second changes nothing. Both write in the order of the digests, so that neither waits for the other. What is known
 * already is locked, so that retention does not take it away under this look.
 */
export async function storeMaterials(options: {
  trx: Knex.Transaction;
  materials: Material[];
  now: string;
}): Promise<void> {
  const { trx, materials, now } = options;
  if (materials.length === 0) return;
  const byDigest = new Map(materials.map(one => [one.digest, one]));
  const known = await lockKnown(trx, [...byDigest.keys()]);
  const missing = [...byDigest.values()]
    .filter(({ digest }) => !known.has(digest))
    .sort((a, b) => (a.digest < b.digest ? -1 : 1));
  for (const batch of batchesOf(missing)) {
    const rows = await Promise.all(batch.map(one => rowOf(one, now)));
    await trx('materials').insert(rows).onConflict('digest').ignore();
  }
}

async function lockKnown(
  trx: Knex.Transaction,
  digests: Digest[],
): Promise<Set<Digest>> {
  const rows: { digest: Digest }[] = await whereIn(
    trx('materials'),
    'digest',
    digests,
  )
    .orderBy('digest')
    .forShare()
    .select('digest');
  return new Set(rows.map(({ digest }) => digest));
}

async function rowOf(material: Material, now: string) {
  const bytes = encodeMaterial(material);
  const isSmall = bytes.length <= fewBytes;
  return {
    digest: material.digest,
    content: isSmall ? gzipSync(bytes) : await promisify(gzip)(bytes),
    size: bytes.length,
    first_seen_at: now,
  };
}
