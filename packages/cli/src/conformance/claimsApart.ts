import type { Evidence } from '@countersign/domain';
import { onlyClaimsDisagree } from '@countersign/verifier';

/**
 * The public suite asks whether a bundle is cryptographically valid for an identity and an artifact, and nothing about
 * what its statement says. Two things that `verify` holds against a bundle are therefore set apart here, and nowhere
 * else: a statement that disagrees with its certificate (S2.3), where it is all that is wrong, and a statement that
 * vouches for nothing, such as a bill of materials.
 *
 * @returns the evidence as the suite understands it, and what was set apart
 */
export function claimsApart(evidence: Evidence): {
  evidence: Evidence;
  setApart?: string;
} {
  const asked: Evidence = { ...evidence, statement: { role: 'signature' } };
  const { outcome } = evidence;
  if (outcome.status === 'proven' || !onlyClaimsDisagree(evidence))
    return { evidence: asked };
  return {
    evidence: { ...asked, outcome: { status: 'proven', provenTimes: [] } },
    setApart: outcome.message,
  };
}
