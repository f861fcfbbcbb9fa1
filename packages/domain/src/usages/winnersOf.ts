import type { ClaimStanding } from '../records/usage';
import type { Claim } from './Claim';

/** Of those who declare, the entity itself comes first, then what a platform agreed on, then what was guessed. */
const declarers = ['annotation', 'convention', 'registry-annotation'];

const orders: Record<ClaimStanding, (a: Claim, b: Claim) => number> = {
  observed: byText,
  reported: (a, b) => compare(b.at ?? '', a.at ?? '') || byText(a, b),
  declared: (a, b) => rankOf(a) - rankOf(b) || byText(a, b),
};

/**
 * Whose word about one place holds among claims of one standing. A place runs several digests while a release rolls out,
 * so every digest that was observed holds; of reports the latest does; of declarations the one that was meant for this
 * entity most. Ties go by text, so that no order of arrival decides.
 */
export function winnersOf(
  standing: ClaimStanding,
  group: Claim[],
): { winners: Claim[]; losers: Claim[] } {
  const sorted = [...group].sort(orders[standing]);
  const winners = standing === 'observed' ? distinct(sorted) : [sorted[0]];
  return { winners, losers: sorted.filter(one => !winners.includes(one)) };
}

function rankOf({ locator }: Claim): number {
  const rank = declarers.indexOf(locator);
  return rank < 0 ? declarers.length : rank;
}

/** What is the same among things that one place runs. */
export function observedKey({ digest, reference }: Claim): string {
  return digest ?? reference;
}

function distinct(sorted: Claim[]): Claim[] {
  const seen = new Map<string, Claim>();
  for (const claim of sorted) {
    const key = observedKey(claim);
    if (!seen.has(key)) seen.set(key, claim);
  }
  return [...seen.values()];
}

/** By digest before all else: the same digests are the same usages, whatever the tags beside them. */
function byText(a: Claim, b: Claim): number {
  return (
    compare(a.digest ?? '~', b.digest ?? '~') ||
    compare(a.reference, b.reference) ||
    compare(a.locator, b.locator)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
