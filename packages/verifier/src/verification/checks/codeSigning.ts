import type { ASN1Obj, X509Certificate } from '@sigstore/core';
import { EvidenceFailure } from '../../EvidenceFailure';

const extendedKeyUsage = '2.5.29.37';
const codeSigning = '1.3.6.1.5.5.7.3.3';

/**
 * The certificate must be one for signing code. The library does not look: a server's TLS certificate under the same
 * root would do.
 */
export function checkCodeSigning(certificate: X509Certificate) {
  if (!usages(certificate).includes(codeSigning))
    throw new EvidenceFailure(
      'chain',
      'claims-disagree',
      'the certificate was not issued for signing code',
    );
  // Where there is no usage at all, everything is allowed (RFC 5280, 4.2.1.3).
  if (certificate.extKeyUsage?.digitalSignature === false)
    throw new EvidenceFailure(
      'chain',
      'claims-disagree',
      'the certificate was not issued for signatures',
    );
  if (certificate.extBasicConstraints?.isCA)
    throw new EvidenceFailure(
      'chain',
      'claims-disagree',
      'the certificate is one of an authority, not of a signer',
    );
}

function usages(certificate: X509Certificate): string[] {
  const extension = certificate.extension(extendedKeyUsage);
  const list: ASN1Obj | undefined = extension?.valueObj.subs[0];
  try {
    return list?.subs.map(usage => usage.toOID()) ?? [];
  } catch {
    return [];
  }
}
