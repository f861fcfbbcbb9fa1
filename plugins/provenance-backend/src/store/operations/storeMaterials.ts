import { encodeMaterial, type Material } from '@countersign/verifier';
import type { Knex } from 'knex';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

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
  const ordered = [...materials].sort((a, b) => (a.digest < b.digest ? -1 : 1));
  for (const material of ordered) {
    const known = await trx('materials')
      .where({ digest: material.digest })
      .forShare()
      .first('digest');
    if (known) continue;
    const bytes = encodeMaterial(material);
    await trx('materials')
      .insert({
        digest: material.digest,
        content: await promisify(gzip)(bytes),
        size: bytes.length,
        first_seen_at: now,
      })
      .onConflict('digest')
      .ignore();
  }
}
