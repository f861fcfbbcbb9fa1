import type { Collection, Digest, Evidence } from '@countersign/domain';
import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import { readCollections } from './readCollections';
import { readEvidence } from './readEvidence';

/** Where a digest was looked at: what lies in another repository is another matter (S8.1). */
export interface DigestPlace {
  repository: string;
  bundleUrl: string | undefined;
}

/** Far more repositories than hold one image; what lies beyond is left out. */
const mostPlaces = 50;

/**
 * The looks at a digest in the places given, and the evidence about what they found there and what these usages
 * accepted before.
 *
 * @remarks
 * The caller says which places and usages the viewer may know of: the same image may lie in a repository that is none
 * of their business, and so may be who signed it there.
 *
 * Race: looks only add; whatever is read is true.
 */
export async function readDigest(options: {
  knex: Knex;
  digest: Digest;
  places: DigestPlace[];
  usageIds: string[];
}): Promise<{ collections: Collection[]; evidence: Evidence[] }> {
  const { knex, digest, places, usageIds } = options;
  const collections: Collection[] = [];
  for (const place of distinct(places).slice(0, mostPlaces)) {
    const looks = await readCollections({ knex, subject: digest, ...place });
    collections.push(...looks);
  }
  const accepted: { material: Digest }[] = await whereIn(
    knex('accepted_materials').where({ subject: digest }),
    'usage_id',
    new Set(usageIds),
  ).select('material');
  const found = collections.flatMap(look => look.material);
  const materials = [
    ...found.map(one => one.digest),
    ...accepted.map(row => row.material),
  ];
  return {
    collections,
    evidence: await readEvidence({ knex, subject: digest, materials }),
  };
}

function distinct(places: DigestPlace[]): DigestPlace[] {
  const byKey = new Map(
    places.map(place => [
      JSON.stringify([place.repository, place.bundleUrl]),
      place,
    ]),
  );
  return [...byKey.values()];
}
