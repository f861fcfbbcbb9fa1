import {
  visibleText,
  type ClaimStanding,
  type UsageClaim,
  type UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { ago, since } from './time';

const standings: Record<ClaimStanding, string> = {
  observed: 'observed by',
  reported: 'reported by',
  declared: 'declared by',
};

/** What the plugin calls its own locators; those of modules have the name of what they look at. */
const ownLocators = new Map([
  ['annotation', 'declared in the catalog file'],
  ['convention', 'declared by a convention of this portal'],
  ['registry-annotation', 'declared by an annotation of another plugin'],
]);

/** `observed by kubernetes`, `reported by ci-payments`, `declared in the catalog file`. */
export function claimWords(
  claim: Pick<UsageClaim, 'locator' | 'standing' | 'reporter'>,
): string {
  const { locator, standing, reporter } = claim;
  if (standing === 'reported')
    return `reported by ${visibleText(reporter ?? 'a pipeline', 60)}`;
  return (
    (standing === 'declared' && ownLocators.get(locator)) ||
    `${standings[standing] ?? 'named by'} ${visibleText(locator, 60)}`
  );
}

/** `last seen 12 min ago`, `not seen since 10:05`: whether its locator still says so. */
export function seenWords(claim: UsageClaim, now: Date): string {
  const { missingSince, heldSince, lastSeenAt } = claim;
  if (missingSince === undefined)
    return lastSeenAt === undefined
      ? 'never seen again'
      : `last ${claim.standing === 'reported' ? 'reported' : 'seen'} ${ago(
          lastSeenAt,
          now,
        )}`;
  const missing = `not seen ${since(missingSince, now)}`;
  return heldSince === undefined ? missing : `${missing}, held back`;
}

/** The claim that a usage rests on. */
export function holdingClaim(
  usage: Pick<UsageSummary, 'claims'>,
): UsageClaim | undefined {
  return usage.claims.find(({ outranked }) => outranked === undefined);
}

/** Claims that name something else than what holds: `declared, not running`. */
export function differingClaims(
  usage: Pick<UsageSummary, 'claims'>,
): UsageClaim[] {
  return usage.claims.filter(({ outranked }) => outranked === 'differs');
}

const named: Record<ClaimStanding, string> = {
  observed: 'Observed',
  reported: 'Reported',
  declared: 'Declared',
};

/** How an outranked claim that differs stands to the one that holds. Only what was observed is known to run. */
export function differenceWords(
  claim: UsageClaim,
  holding: UsageClaim | undefined,
): string {
  const word = named[claim.standing] ?? 'Named';
  if (holding?.standing === claim.standing) return `Also ${word.toLowerCase()}`;
  if (holding?.standing === 'observed') return `${word}, not running`;
  return holding
    ? `${word}, not what was reported`
    : `${word}, and something else holds`;
}
