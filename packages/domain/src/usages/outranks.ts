import { claimStandings } from '../records/usage';
import type { Claim } from './Claim';
import { covers, placeOf } from './covers';
import { observedKey } from './winnersOf';

/**
 * Whether the claim that a usage rests on is one of those that speak over another claim about the same entity: it is
 * better and covers it, or it holds in the very place of it. `placeClaims` decides who is outranked; this only tells by
 * whom.
 *
 * @public
 */
export function outranks(holding: Claim, other: Claim): boolean {
  const rank = ({ standing }: Claim) => claimStandings.indexOf(standing);
  if (rank(holding) !== rank(other))
    return rank(holding) < rank(other) && covers(holding, other);
  if (placeOf(holding.identity) !== placeOf(other.identity)) return false;
  // One place runs several digests, each of which stands for those who saw the same one.
  return (
    holding.standing !== 'observed' ||
    observedKey(holding) === observedKey(other)
  );
}
