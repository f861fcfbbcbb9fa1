import type { Collection } from '../records/collection';
import type { Digest } from '../records/digest';
import { artifactKinds, type ArtifactKind } from '../records/usage';
import type { JudgeInput } from './input';
import { childrenOf, lineageLimits } from './lineage';

/**
 * Every kind that the bytes of a usage can be, by which rules are chosen (S3.1): all kinds while a part of it is nothing
 * certain, was not looked at yet or contradicts itself, so that nobody gets rid of a rule by bytes that cannot be read.
 */
export function possibleKinds({
  usage: { digest },
  collections,
}: Pick<JudgeInput, 'usage' | 'collections'>): readonly ArtifactKind[] {
  if (digest === undefined) return artifactKinds;
  const parts = withRunnable(digest, collections);
  // What lies beyond the limit was left out, and could be anything.
  if (parts.size >= lineageLimits.digests) return artifactKinds;
  const possible = new Set<ArtifactKind>();
  for (const part of parts) {
    const found = kindsOf(part, collections);
    if (!found && listsRunnable(part, collections)) continue;
    if (!found || found.length === 0) return artifactKinds;
    found.forEach(kind => possible.add(kind));
  }
  // Indexes that list nothing but each other are nothing.
  return possible.size === 0 ? artifactKinds : [...possible];
}

/** By the newest look that could tell; it is said of the digest's bytes, and holds however old the look is. */
export function kindsOf(
  digest: Digest,
  collections: Collection[],
): ArtifactKind[] | undefined {
  return collections
    .filter(({ subject, kinds }) => subject === digest && kinds !== undefined)
    .reduce<Collection | undefined>(
      (newest, one) =>
        newest && Date.parse(newest.at) >= Date.parse(one.at) ? newest : one,
      undefined,
    )?.kinds;
}

/** The digest and what runs of what it lists: an index is of the kind that its children are (S8.2). */
export function withRunnable(
  digest: Digest,
  collections: Collection[],
): Set<Digest> {
  const found = new Set([digest]);
  // A set gives back what is added while it is walked, and each once: no list leads round in a circle.
  for (const one of found)
    for (const child of childrenOf(one, collections) ?? [])
      if (child.isRunnable && found.size < lineageLimits.digests)
        found.add(child.digest);
  return found;
}

function listsRunnable(digest: Digest, collections: Collection[]): boolean {
  return (childrenOf(digest, collections) ?? []).some(
    ({ isRunnable }) => isRunnable,
  );
}
