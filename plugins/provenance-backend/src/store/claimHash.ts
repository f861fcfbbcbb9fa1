import { hash } from 'node:crypto';
import type { KeptClaim } from './records';

/**
 * The same text for claims that mean the same: an unchanged pass compares tens of thousands of them, and none is written.
 * When something was reported, and by whom, makes no other claim of it.
 */
export function claimHash(claim: KeptClaim): string {
  const { identity, problem } = claim;
  const text = JSON.stringify([
    ...[identity.entityRef, identity.kind, identity.repository ?? null],
    identity.environment ?? null,
    identity.cloud ?? null,
    identity.location ?? null,
    claim.locator,
    claim.standing,
    claim.reference,
    claim.bundleUrl ?? null,
    claim.tag ?? null,
    claim.digest ?? null,
    problem ? [problem.code, problem.origin, problem.message] : null,
    ...(claim.isKindAssumed ? ['kind assumed'] : []),
  ]);
  return hash('sha256', text);
}
