import type { Digest } from '@countersign/domain';
import { decodeMaterial, type Material } from '@countersign/verifier';
import type { Knex } from 'knex';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { whereIn } from '../dialect';

/**
 * The stored materials of the given digests, exactly as they were served. One whose bytes are not those of its digest
 * any more is left out: it proves nothing.
 *
 * @remarks
 * Race: none; a material never changes. The stored size bounds what is unpacked, so that a row that somebody altered
 * cannot fill the memory.
 */
export async function readMaterials(options: {
  knex: Knex;
  digests: Digest[];
}): Promise<Material[]> {
  const { knex, digests } = options;
  if (digests.length === 0) return [];
  const rows: MaterialRow[] = await whereIn(
    knex('materials'),
    'digest',
    digests,
  ).select('digest', 'content', 'size');
  const read = await Promise.allSettled(rows.map(materialOf));
  return read.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
}

interface MaterialRow {
  digest: Digest;
  content: Buffer;
  size: number;
}

async function materialOf({ digest, content, size }: MaterialRow) {
  const limit = { maxOutputLength: Math.max(1, size) };
  const material = decodeMaterial(await promisify(gunzip)(content, limit));
  if (material.digest !== digest) throw new Error('another material');
  return material;
}
