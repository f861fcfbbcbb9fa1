import type { SignerIdentity, StatementSummary } from '@countersign/domain';
import { repositoryAddress } from '../../attestation';
import { EvidenceFailure } from '../../EvidenceFailure';

/**
 * Source, ref and commit come from the certificate; a predicate that says otherwise fails (S2.3). What only one of the
 * two names cannot disagree.
 */
export function checkClaims(signer: SignerIdentity, summary: StatementSummary) {
  if (signer.type !== 'certificate') return;
  const { claims } = signer;
  if (summary.role !== 'provenance') return;
  if (differ(summary.sourceRepository, claims.sourceRepository, sameRepository))
    throw disagree(
      `the predicate names the source ${summary.sourceRepository}, the certificate ${claims.sourceRepository}`,
    );
  if (differ(summary.sourceRef, claims.sourceRef, sameText))
    throw disagree(
      `the predicate names the ref ${summary.sourceRef}, the certificate ${claims.sourceRef}`,
    );
  if (differ(summary.sourceDigest, claims.sourceDigest, sameCommit))
    throw disagree(
      `the predicate names the commit ${summary.sourceDigest}, the certificate ${claims.sourceDigest}`,
    );
}

function differ(
  said: string | undefined,
  certified: string | undefined,
  same: (a: string, b: string) => boolean,
): boolean {
  return (
    said !== undefined && certified !== undefined && !same(said, certified)
  );
}

function sameText(a: string, b: string): boolean {
  return a === b;
}

function sameRepository(a: string, b: string): boolean {
  return a === b || (repositoryAddress(a) ?? a) === (repositoryAddress(b) ?? b);
}

function sameCommit(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function disagree(message: string) {
  return new EvidenceFailure('claims', 'claims-disagree', message);
}
