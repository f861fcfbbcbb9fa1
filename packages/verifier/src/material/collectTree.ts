import type { Digest } from '@countersign/domain';
import type { Collected } from '../ArtifactClient';

/** How many digests are looked at for one reference. Real indexes have a dozen children. */
const mostLooks = 100;

/**
 * Looks at a digest and at every runnable child that the index under it lists, over all levels, each once (S8.2).
 * Children are always looked at, whatever the index itself has: which of them a rule needs is not known here.
 *
 * @param collect - one look at one digest, in the repository of the reference
 * @param most - how many digests are looked at; what lies beyond has no collection, and is then "could not tell"
 * @returns the look at the subject first, then those below it, level by level
 * @public
 */
export async function collectTree(
  collect: (subject: Digest) => Promise<Collected>,
  subject: Digest,
  most = mostLooks,
): Promise<[Collected, ...Collected[]]> {
  const found: [Collected, ...Collected[]] = [await collect(subject)];
  const seen = new Set([subject]);
  for (const { collection } of found)
    for (const { digest, isRunnable } of collection.children ?? []) {
      if (!isRunnable || seen.has(digest) || found.length >= most) continue;
      seen.add(digest);
      found.push(await collect(digest));
    }
  return found;
}
