import type { Digest } from '@countersign/domain';
import type { RetainedMaterial } from '@countersign/verifier';
import type { Knex } from 'knex';
import { readMaterials } from './readMaterials';

/**
 * Material that a version of an authority proved, which a next version has to prove too: the newest, and as many from
 * anywhere. After a rotation the newest all come from the new log, and the old one must not be lost either.
 *
 * @remarks Race: none; whatever is read was proven once.
 */
export async function sampleProven(options: {
  knex: Knex;
  authorityDigest: Digest;
  /** Of each of the two. */
  limit: number;
}): Promise<RetainedMaterial[]> {
  const { knex, authorityDigest, limit } = options;
  const proven = (): Knex.QueryBuilder =>
    knex('evidence')
      .where({ authority_digest: authorityDigest, status: 'proven' })
      .limit(limit)
      .select('subject', 'material');
  const newest: ProvenRow[] = await proven().orderBy('verified_at', 'desc');
  // Digests are as good as dice.
  const any: ProvenRow[] = await proven().orderBy('material');
  const rows = new Map(
    [...newest, ...any].map(row => [`${row.subject} ${row.material}`, row]),
  );
  const materials = await readMaterials({
    knex,
    digests: [...new Set([...rows.values()].map(row => row.material))],
  });
  return [...rows.values()].flatMap(({ subject, material: digest }) => {
    const material = materials.find(one => one.digest === digest);
    return material ? [{ subject, material }] : [];
  });
}

interface ProvenRow {
  subject: Digest;
  material: Digest;
}
