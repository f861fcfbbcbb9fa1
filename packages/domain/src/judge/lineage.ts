import type { Collection, IndexChild } from '../records/collection';
import type { Digest } from '../records/digest';

/** How far an index is followed (S8.2). Real ones have a dozen children on one level. */
export const lineageLimits = { depth: 4, digests: 200 } as const;

/**
 * What an index lists, by the bytes that were hashed; `undefined` for what is no index. The list belongs to the digest,
 * so that it holds however old the look is.
 */
export function childrenOf(
  digest: Digest,
  collections: Collection[],
): IndexChild[] | undefined {
  return collections.find(
    ({ subject, children }) => subject === digest && children !== undefined,
  )?.children;
}

/**
 * The indexes that list a digest, themselves or through others, nearest first (S8.2).
 *
 * @returns `cut` where there are more than the limits allow
 */
export function ancestorsOf(
  digest: Digest,
  collections: Collection[],
): { ancestors: Digest[]; cut: boolean } {
  const found: Digest[] = [];
  let above = parentsOf([digest], [digest], collections);
  for (let depth = 0; above.length > 0; depth++) {
    if (
      depth === lineageLimits.depth ||
      found.length + above.length > lineageLimits.digests
    )
      return { ancestors: found, cut: true };
    found.push(...above);
    above = parentsOf(above, [digest, ...found], collections);
  }
  return { ancestors: found, cut: false };
}

function parentsOf(
  digests: Digest[],
  known: Digest[],
  collections: Collection[],
): Digest[] {
  const parents = collections
    .filter(({ children }) =>
      children?.some(child => digests.includes(child.digest)),
    )
    .map(({ subject }) => subject)
    .filter(subject => !known.includes(subject));
  return [...new Set(parents)];
}
