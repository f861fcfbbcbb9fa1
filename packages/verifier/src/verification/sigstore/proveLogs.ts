import type { X509Certificate } from '@sigstore/core';
import type { ProofRecord } from '../ProofRecord';
import type { Claim } from './Claim';
import { checkDistinct } from './checkDistinct';
import { checkKinds } from './checkKinds';
import { checkLogVerifiers } from './checkLogVerifiers';
import { checkProofFields } from './checkProofFields';
import { diagnose } from './diagnose';
import { verifyClaim } from './library';
import { timesOf } from './times';

/**
 * Proves whatever stands beside a signature: log entries and timestamps, and for a certificate its chain.
 * `@sigstore/verify` decides; the checks add what it leaves to its caller, and after a refusal it is found out which
 * proof it was.
 *
 * @returns the proven times
 * @throws EvidenceFailure the first failure in the order of S4.8
 */
export function proveLogs(claim: Claim, proofs: ProofRecord): Date[] {
  const { signer, entity } = claim.envelope;
  const { tlogEntries, timestamps } = entity;
  checkKinds(tlogEntries);
  try {
    verifyClaim(claim);
  } catch (error) {
    throw diagnose(claim, error, proofs);
  }
  if (signer.type === 'certificate') {
    proofs.proven('chain', 'validity');
    if (hasScts(signer.certificate)) proofs.proven('sct');
    else proofs.absent('sct');
  }
  checkLogVerifiers(tlogEntries, {
    key: claim.key,
    ...(signer.type === 'certificate' && { certificate: signer.der }),
  });
  checkProofFields(tlogEntries);
  if (tlogEntries.some(entry => entry.inclusionPromise)) proofs.proven('set');
  if (tlogEntries.some(entry => entry.inclusionProof))
    proofs.proven('inclusion', 'checkpoint');
  if (timestamps.some(stamp => stamp.$case === 'timestamp-authority'))
    proofs.proven('timestamp');
  checkDistinct(claim);
  return timesOf(entity);
}

function hasScts({ extSCT }: X509Certificate): boolean {
  return (extSCT?.signedCertificateTimestamps.length ?? 0) > 0;
}
