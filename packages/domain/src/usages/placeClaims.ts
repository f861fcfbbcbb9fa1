import {
  claimStandings,
  type ClaimComparison,
  type ClaimStanding,
  type UsageIdentity,
} from '../records/usage';
import type { Claim } from './Claim';
import { compareClaims } from './compareClaims';
import { covers, placeOf } from './covers';
import { observedKey, winnersOf } from './winnersOf';

/**
 * A usage that follows from claims.
 *
 * @public
 */
export interface PlacedUsage {
  identity: UsageIdentity;
  /** Tells apart what one place runs several of at once; absent for the first of them. */
  member?: string;
  /** Nobody says of what kind this artifact of the entity is, in whatever place. */
  isKindAssumed?: boolean;
  /** Whose word it is. */
  claim: Claim;
}

/**
 * A claim that a better one speaks over, and whether what it names runs all the same.
 *
 * @public
 */
export interface OutrankedClaim {
  claim: Claim;
  comparison: ClaimComparison;
}

/**
 * Two locators that say different things about one usage (S3.2).
 *
 * @public
 */
export interface Disagreement {
  /** The usage as the better claim has it. */
  usage: PlacedUsage;
  /** The claim that is spoken over. */
  claim: Claim;
}

/**
 * What all claims about one entity come to.
 *
 * @public
 */
export interface Placement {
  usages: PlacedUsage[];
  /** Claims that a better one speaks over: "declared, not running" where they say something else. */
  outranked: OutrankedClaim[];
  disagreements: Disagreement[];
}

/**
 * Makes usages of everything that locators say about one entity, whatever the order in which they said it (S1.1, S3.2).
 *
 * What is observed outranks what is reported, and that what is declared; but only in the same place. A claim that leaves
 * a dimension open is about every place that a better claim names: "payments runs in prod" is the same usage as
 * "payments runs in prod, in aws, in cluster 7", and counting both would count one thing twice. A claim that names more
 * than the better one keeps its usage: somebody who says "prod" must not lose it to a cluster of which nobody knows the
 * environment.
 *
 * @public
 */
export function placeClaims(claims: readonly Claim[]): Placement {
  const placement: Placement = {
    usages: [],
    outranked: [],
    disagreements: [],
  };
  for (const standing of claimStandings) place(standing, claims, placement);
  const named = new Set(claims.filter(namesKind).map(artifactOf));
  for (const usage of placement.usages)
    if (!named.has(artifactOf(usage.claim))) usage.isKindAssumed = true;
  return placement;
}

/** S3.1: whoever leaves the kind out must not undo that somebody named it, whoever outranks whom and in which place. */
function namesKind({ isKindAssumed }: Claim): boolean {
  return !isKindAssumed;
}

function artifactOf({ identity: { kind, repository } }: Claim): string {
  return JSON.stringify([kind, repository ?? null]);
}

function place(
  standing: ClaimStanding,
  claims: readonly Claim[],
  { usages, outranked, disagreements }: Placement,
) {
  const better = [...usages];
  const free: Claim[] = [];
  for (const claim of claims.filter(one => one.standing === standing)) {
    const over = better.filter(usage => covers(usage.claim, claim));
    if (over.length === 0) {
      free.push(claim);
      continue;
    }
    const comparison = compareClaims(claim, over.map(claimOf));
    outranked.push({ claim, comparison });
    if (comparison === 'differs') disagreements.push({ usage: over[0], claim });
  }
  for (const group of byPlace(free)) {
    const { winners, losers } = winnersOf(standing, group);
    outranked.push(...losers.map(claim => besides(claim, winners)));
    usages.push(...membersOf(winners));
  }
}

function claimOf({ claim }: PlacedUsage): Claim {
  return claim;
}

/** Two that declare or report different things about one place disagree about no fact: one of them holds, and both are shown. */
function besides(claim: Claim, winners: Claim[]): OutrankedClaim {
  return { claim, comparison: compareClaims(claim, winners) };
}

function byPlace(claims: Claim[]): Claim[][] {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    const key = placeOf(claim.identity);
    const group = groups.get(key);
    if (group) group.push(claim);
    else groups.set(key, [claim]);
  }
  return [...groups.values()];
}

function membersOf(winners: Claim[]): PlacedUsage[] {
  return winners.map((claim, i) => ({
    identity: claim.identity,
    ...(i > 0 && { member: observedKey(claim) }),
    claim,
  }));
}
