import type { ClaimComparison } from '@countersign/domain';
import { outrankedIn } from './outrankedColumn';
import { identityOf, type KeptClaim } from './records';
import type { UsageClaimRow, UsageRow } from './rows';

/** An open claim and its row. */
export interface OpenClaim {
  id: number;
  usageId: string;
  /** Absent in rows of an older release: whatever is said now differs from it. */
  hash?: string;
  /** Present where a better claim speaks over it. */
  outranked?: ClaimComparison;
  claim: KeptClaim;
}

/** A claim with the identity that it is about, as one row. */
export type OpenClaimRow = UsageRow & UsageClaimRow & { claim_id: number };

/** What {@link OpenClaimRow} selects, of claims joined with usages. */
export const openClaimColumns = [
  'usages.*',
  'usage_claims.*',
  'usage_claims.id as claim_id',
];

export function openClaimOf(row: OpenClaimRow): OpenClaim {
  const claim: KeptClaim =
    row.content === null
      ? { ...saidBy(row), identity: identityOf(row), reference: row.reference }
      : { ...JSON.parse(row.content), ...saidBy(row) };
  return {
    id: Number(row.claim_id),
    usageId: row.usage_id,
    hash: row.content_hash ?? undefined,
    outranked: outrankedIn(row.outranked),
    claim,
  };
}

function saidBy(row: UsageClaimRow) {
  return {
    locator: row.locator,
    standing: row.standing,
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
    ...(row.missing_since !== null && { missingSince: row.missing_since }),
  };
}
