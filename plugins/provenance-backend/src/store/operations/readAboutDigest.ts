import type { Collection, Digest, Evidence } from '@countersign/domain';
import type { Knex } from 'knex';
import type { CurrentUsage } from '../records';
import { readCollections } from './readCollections';
import { readEvidence } from './readEvidence';

/** What is stored about a digest, as far as it speaks for one usage. */
export interface AboutDigest {
  /** Looks at the digest and at what it lists (S8.2), each newest first. */
  collections: Collection[];
  evidence: Evidence[];
  /** Materials over this digest that were accepted on this usage before (S6.5). */
  acceptedBefore: Digest[];
}

/** As many as one look visits; what lies beyond was never looked at. */
export const mostDigests = 100;

/**
 * Collections of a digest and of what it lists in the usage's repository, the evidence about what they found, and what was accepted before.
 *
 * @remarks Race: looks at other usages of the digest add to it at any time; whatever is read is true.
 */
export async function readAboutDigest(options: {
  knex: Knex;
  current: CurrentUsage;
  digest: Digest | undefined;
  /** What was looked at just now, and is not stored yet. */
  fresh?: Collection[];
  /** What was accepted before, where the reader knows it already. */
  accepted?: Digest[];
  /** By whose clock it is judged; absent: by nobody's, see {@link readCollections}. */
  now?: Date;
}): Promise<AboutDigest> {
  const { knex, current, digest, fresh = [], now } = options;
  const { repository } = current.usage;
  if (!digest || repository === undefined) {
    return { collections: [], evidence: [], acceptedBefore: [] };
  }
  const acceptedBefore =
    options.accepted ?? (await readAccepted(knex, current.id, digest));
  const about: AboutDigest = { collections: [], evidence: [], acceptedBefore };
  const subjects = new Set([digest]);
  for (const subject of subjects) {
    const { bundleUrl } = current;
    const stored = await readCollections({
      knex,
      subject,
      repository,
      bundleUrl,
      now,
    });
    const known = [...fresh.filter(c => c.subject === subject), ...stored];
    const collected = known.flatMap(c => c.material.map(m => m.digest));
    const materials = [...collected, ...acceptedBefore];
    about.collections.push(...stored);
    about.evidence.push(...(await readEvidence({ knex, subject, materials })));
    for (const child of known.flatMap(({ children }) => children ?? []))
      if (child.isRunnable && subjects.size < mostDigests)
        subjects.add(child.digest);
  }
  return about;
}

function readAccepted(
  knex: Knex,
  usageId: string,
  subject: Digest,
): Promise<Digest[]> {
  return knex('accepted_materials')
    .where({ usage_id: usageId, subject })
    .orderBy('material')
    .pluck('material');
}
