import type { Claim, ClaimComparison, Placement } from '@countersign/domain';
import type { Knex } from 'knex';
import { batchesOf } from '../batchesOf';
import { claimHash } from '../claimHash';
import { outrankedColumn } from '../outrankedColumn';
import type { KeptClaim } from '../records';
import { usageIdOf } from '../usageId';
import type { OpenClaim } from './readClaims';
import { writeIdentities } from './writeIdentities';

/** A claim as it is to stand, with the usage that it speaks of. */
interface Placed {
  usageId: string;
  outranked?: ClaimComparison;
  claim: KeptClaim;
}

/**
 * Brings the claims about entities to what was said, by difference. One that says something else closes the one before
 * and opens another, so that history tells who said what and when.
 *
 * @remarks Race: runs in the transaction that has locked the entities.
 */
export async function writeClaims(options: {
  trx: Knex.Transaction;
  before: Map<string, OpenClaim[]>;
  placements: Placement[];
  now: string;
}): Promise<void> {
  const { trx, placements, now } = options;
  const open = new Map(
    [...options.before.values()].flat().map(one => [keyOf(one.claim), one]),
  );
  const fresh: Placed[] = [];
  const stays = new Set<number>();
  for (const placed of placements.flatMap(placedOf)) {
    const known = open.get(keyOf(placed.claim));
    if (known && known.hash === claimHash(placed.claim)) {
      stays.add(known.id);
      await renew(trx, known, placed);
    } else fresh.push(placed);
  }
  const gone = [...options.before.values()]
    .flat()
    .filter(({ id }) => !stays.has(id))
    .map(({ id }) => String(id));
  await close(trx, gone, now);
  await insert(trx, fresh, now);
}

/** One locator says one thing about one reference in one place. */
function keyOf({ identity, locator, reference }: Claim): string {
  return JSON.stringify([usageIdOf(identity), locator, reference]);
}

function placedOf({ usages, outranked }: Placement): Placed[] {
  return [
    ...usages.map(({ identity, member, claim }) => ({
      usageId: usageIdOf(identity, member),
      claim,
    })),
    ...outranked.map(({ claim, comparison }) => ({
      usageId: usageIdOf(claim.identity),
      outranked: comparison,
      claim,
    })),
  ];
}

async function renew(
  trx: Knex.Transaction,
  known: OpenClaim,
  { usageId, outranked, claim }: Placed,
) {
  const isSame =
    known.usageId === usageId &&
    known.outranked === outranked &&
    contentOf(known.claim) === contentOf(claim) &&
    known.claim.missingSince === claim.missingSince &&
    known.claim.expiresAt === claim.expiresAt;
  if (isSame) return;
  await trx('usage_claims')
    .where({ id: known.id })
    .update({ usage_id: usageId, ...rowOf(claim, outranked) });
}

async function close(trx: Knex.Transaction, ids: string[], now: string) {
  for (const batch of batchesOf(ids))
    await trx('usage_claims').whereIn('id', batch).update({ valid_to: now });
}

async function insert(trx: Knex.Transaction, placed: Placed[], now: string) {
  // A claim that is spoken over may be about an identity that nothing ever had; all others are about usages.
  await writeIdentities({
    trx,
    usages: placed
      .filter(({ outranked }) => outranked !== undefined)
      .map(({ usageId: id, claim: { identity } }) => ({ id, identity })),
    now,
  });
  const rows = placed.map(({ usageId, outranked, claim }) => ({
    usage_id: usageId,
    entity_ref: claim.identity.entityRef,
    locator: claim.locator,
    standing: claim.standing,
    reference: claim.reference,
    first_seen_at: now,
    valid_to: null,
    content_hash: claimHash(claim),
    ...rowOf(claim, outranked),
  }));
  for (const batch of batchesOf(rows)) await trx('usage_claims').insert(batch);
}

function rowOf(claim: KeptClaim, outranked: ClaimComparison | undefined) {
  return {
    content: contentOf(claim),
    outranked: outrankedColumn(outranked),
    missing_since: claim.missingSince ?? null,
    expires_at: claim.expiresAt ?? null,
  };
}

/** What is kept of a claim beside the columns of its row. */
export function contentOf(claim: KeptClaim): string {
  const { identity, isKindAssumed, reference, bundleUrl, tag, digest } = claim;
  const { problem, at, reporter, run } = claim;
  return JSON.stringify({
    ...{ identity, isKindAssumed, reference, bundleUrl, tag, digest },
    ...{ problem, at, reporter, run },
  });
}
