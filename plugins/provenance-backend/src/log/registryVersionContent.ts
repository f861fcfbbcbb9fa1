import type { JsonObject } from '@backstage/types';

/** A row of `acceptance_versions`, as far as the log commits to it. */
export interface ToldVersion {
  number: number;
  content_hash: string;
  source: 'configuration' | 'seed' | 'proposal';
  predecessor: number | null;
  proposal_id: string | null;
  /** JSON: entries with the number of the row in which somebody approved. */
  approvals: string | null;
}

/**
 * What the log says of a version of the acceptance list, to the letter (S9.5, S10.2). Approvals are named by the numbers
 * of their rows: who gave them stands in the detail alone, which can be erased.
 */
export function registryVersionContent(version: ToldVersion): JsonObject {
  const { number, content_hash: hash, source } = version;
  if (source === 'configuration') return { number, hash };
  return {
    ...{ number, hash, source },
    predecessor: version.predecessor,
    proposal: version.proposal_id,
    approvals: reviewsOf(version.approvals),
  };
}

/** What the log says of a review that came after the version (S9.4): who gave it stands in the detail alone. */
export function registryReviewContent({
  number,
  content_hash: hash,
}: Pick<ToldVersion, 'number' | 'content_hash'>): JsonObject {
  return { number, hash };
}

/** A row may have been changed by hand; what it says then is found to be in no entry. */
function reviewsOf(approvals: string | null): number[] | null {
  if (approvals === null) return null;
  try {
    return JSON.parse(approvals).map(({ review }: { review: number }) =>
      Number(review),
    );
  } catch {
    return null;
  }
}
