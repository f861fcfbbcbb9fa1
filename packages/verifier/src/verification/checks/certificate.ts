import type { CertificateIdentity } from '@countersign/domain';
import type { X509Certificate } from '@sigstore/core';
import { checkCodeSigning } from './codeSigning';
import { checkExtensions } from './extensions';
import { checkNamed, checkOneSubject, checkUnambiguous } from './oneSubject';

/** What a signer's certificate must be besides valid; the library looks at none of it. */
export function checkCertificate(
  certificate: X509Certificate,
  identity: CertificateIdentity,
) {
  checkCodeSigning(certificate);
  checkExtensions(certificate);
  checkOneSubject(certificate);
  checkUnambiguous(certificate);
  checkNamed(identity);
}
