import type { ClaimStanding } from '@countersign/domain';
import {
  claimHash,
  usageIdOf,
  type KeptClaim,
  type OpenClaim,
  type Said,
} from '../store';
import type { Answer } from './Source';

/** A claim that its locator did not repeat. */
export interface AbsentClaim {
  id: number;
  entityRef: string;
  /** Of an earlier pass. */
  missingSince?: string;
}

export interface Compared {
  /** What is to be written; absent where nothing changed. */
  said?: Said;
  absent: AbsentClaim[];
  claims: number;
}

/**
 * Compares what a source says about one entity with what it said before. What it left out stays for now: it ends with
 * the end of a second pass that does not see it. A declaration that names another reference for the same place replaces
 * the one before at once.
 */
export function compareAnswer(
  answer: Answer,
  before: OpenClaim[],
  source: { name: string; standing: ClaimStanding },
): Compared {
  const { entityRef } = answer;
  const wanted = claimsOf(answer, source);
  const repeated = new Map(
    before.map(one => [one, wanted.get(keyOf(one.claim))]),
  );
  const left = before.filter(one => repeated.get(one) === undefined);
  const isReplaced = replacedBy(wanted, source, left);
  const kept = left.filter(one => !isReplaced(one));
  const claims = [...wanted.values(), ...kept.map(({ claim }) => claim)];
  const isSame =
    kept.length === left.length &&
    wanted.size === before.length - left.length &&
    [...repeated].every(([one, claim]) => !claim || repeats(one, claim));
  return {
    ...(!isSame && { said: { entityRef, locator: source.name, claims } }),
    absent: answer.incomplete === undefined ? kept.map(absentOf) : [],
    claims: wanted.size,
  };
}

/** Says that a claim is missing, as if its locator had been asked about an entity that is gone. */
export function absentOf({ id, claim }: OpenClaim): AbsentClaim {
  const { identity, missingSince } = claim;
  return { id, entityRef: identity.entityRef, missingSince };
}

function claimsOf(
  { usages }: Answer,
  { name: locator, standing }: { name: string; standing: ClaimStanding },
): Map<string, KeptClaim> {
  const claims = usages.map(
    (usage): KeptClaim => ({
      ...usage,
      locator,
      standing,
    }),
  );
  // Of what was said twice the first stays that names the kind, else the first.
  const named = claims.filter(({ isKindAssumed }) => !isKindAssumed);
  const preferred = [...claims.reverse(), ...named.reverse()];
  return new Map(preferred.map(claim => [keyOf(claim), claim]));
}

/** Only what was left out may be replaced: an unchanged pass has nothing to compare. */
function replacedBy(
  wanted: Map<string, KeptClaim>,
  { standing }: { standing: ClaimStanding },
  left: OpenClaim[],
): (one: OpenClaim) => boolean {
  if (standing !== 'declared' || left.length === 0) return () => false;
  const places = new Set(
    [...wanted.values()].map(({ identity }) => usageIdOf(identity)),
  );
  return ({ claim }) => places.has(usageIdOf(claim.identity));
}

function keyOf({ identity, reference }: KeptClaim): string {
  return `${usageIdOf(identity)} ${reference}`;
}

function repeats(open: OpenClaim, claim: KeptClaim): boolean {
  return (
    open.claim.missingSince === undefined && open.hash === claimHash(claim)
  );
}
