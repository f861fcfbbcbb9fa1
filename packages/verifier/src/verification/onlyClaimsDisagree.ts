import { proofNames, type Evidence } from '@countersign/domain';

/**
 * Whether everything is proven but one thing: the statement names another source, ref or commit than the certificate of
 * its signer (S2.3). Such evidence counts for nothing here. Who asks as other Sigstore clients do, whose signature this
 * is and nothing about its content, can tell by this that the answer is still the signer's.
 *
 * @public
 */
export function onlyClaimsDisagree({ outcome, proofs }: Evidence): boolean {
  return (
    outcome.status === 'failed' &&
    outcome.code === 'claims-disagree' &&
    proofs.claims.status === 'failed' &&
    proofs.subject.status === 'proven' &&
    proofNames.every(
      name => name === 'claims' || proofs[name].status !== 'failed',
    )
  );
}
