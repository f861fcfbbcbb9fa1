import type { Claim } from './Claim';
import type { ClaimComparison } from '../records/usage';

/**
 * What a claim says beside those that hold in its place. It is borne out where one of them is what it names, because
 * what it names runs then; it differs only where none is. What names neither digest nor tag tells nothing.
 */
export function compareClaims(
  claim: Claim,
  over: readonly Claim[],
): ClaimComparison {
  const answers = over.map(one => compare(claim, one));
  if (answers.includes('same')) return 'same';
  return answers.every(answer => answer === 'differs') ? 'differs' : 'unknown';
}

function compare(a: Claim, b: Claim): ClaimComparison {
  if (a.digest && b.digest) return a.digest === b.digest ? 'same' : 'differs';
  if (a.tag && b.tag) return a.tag === b.tag ? 'same' : 'differs';
  return 'unknown';
}
