import type { CertificateIdentity, SignerIdentity } from '@countersign/domain';
import type { X509Certificate } from '@sigstore/core';
import { digestOf } from '../../encoding';
import { EvidenceFailure } from '../../EvidenceFailure';
import { firstLine } from '../../json';
import type { EnvelopeSigner } from '../Envelope';
import { readForms } from './claims';
import { subjectOf } from './names';

/**
 * What material says who signed. Everything here is the certificate's word until its chain was verified.
 *
 * @throws EvidenceFailure `malformed`
 */
export function signerIdentity(signer: EnvelopeSigner): SignerIdentity {
  if (signer.type === 'key') return { type: 'key' };
  try {
    return certificateIdentity(signer.certificate, signer.der);
  } catch (error) {
    throw new EvidenceFailure(
      'format',
      'malformed',
      `the certificate cannot be read: ${firstLine(error)}`,
      { cause: error },
    );
  }
}

function certificateIdentity(
  certificate: X509Certificate,
  der: Buffer,
): CertificateIdentity {
  const { newer, older } = readForms(certificate);
  const { issuer = '', ...claims } = { ...older, ...newer };
  return {
    type: 'certificate',
    issuer,
    ...subjectOf(certificate),
    claims,
    fingerprint: digestOf(der),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
  };
}
