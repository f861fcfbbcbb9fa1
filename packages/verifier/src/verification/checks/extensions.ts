import type { X509Certificate } from '@sigstore/core';
import { EvidenceFailure } from '../../EvidenceFailure';

/** Critical extensions that are evaluated; any other may say that the certificate is not what it looks like. */
const understood = new Set([
  '2.5.29.15', // key usage
  '2.5.29.17', // subject alternative name
  '2.5.29.19', // basic constraints
  '2.5.29.37', // extended key usage
]);

/**
 * An extension marked critical that nobody understands must lead to a refusal (RFC 5280, 4.2). The one that matters is
 * the poison of a precertificate: that is signed by the authority, and was never issued to anybody.
 */
export function checkExtensions({ extensions }: X509Certificate) {
  const foreign = extensions
    .filter(({ subs }) => subs.length === 3 && subs[1].toBoolean())
    .map(({ subs }) => subs[0].toOID())
    .find(oid => !understood.has(oid));
  if (foreign !== undefined)
    throw new EvidenceFailure(
      'chain',
      'claims-disagree',
      `the certificate has the critical extension ${foreign}, which is not understood`,
    );
}
