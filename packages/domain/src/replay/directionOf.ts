import { decisionStrictness, verdictStrength } from '../judge/strength';
import type { Direction, FlipSide } from './Flip';

/**
 * By the decision, and under the same decision by the verdict. The decision goes first because it is what stops
 * something; where the two disagree, what was warned of is denied, and that is asked about in any case.
 */
export function directionOf(
  before: Pick<FlipSide, 'verdict' | 'decision'>,
  after: Pick<FlipSide, 'verdict' | 'decision'>,
): Direction {
  const difference = rankOf(after) - rankOf(before);
  if (difference === 0) return 'same';
  return difference < 0 ? 'more-permissive' : 'stricter';
}

function rankOf({
  verdict,
  decision,
}: Pick<FlipSide, 'verdict' | 'decision'>): number {
  return (
    decisionStrictness.indexOf(decision) * verdictStrength.length +
    verdictStrength.indexOf(verdict)
  );
}
