import type { CertificateIdentity } from '@countersign/domain';
import type { X509Certificate } from '@sigstore/core';
import { EvidenceFailure } from '../../EvidenceFailure';
import { ambiguityOf, subjectNames } from '../signer';

/** One certificate, one name: with two, a rule could accept the one and a person read the other. */
export function checkOneSubject(certificate: X509Certificate) {
  const names = subjectNames(certificate);
  if (names.length !== 1)
    throw new EvidenceFailure(
      'chain',
      'claims-disagree',
      `the certificate has ${names.length} names for its subject`,
    );
}

/** Two readers of one certificate must read one identity. */
export function checkUnambiguous(certificate: X509Certificate) {
  const ambiguity = ambiguityOf(certificate);
  if (ambiguity !== undefined)
    throw new EvidenceFailure(
      'chain',
      'claims-disagree',
      `the certificate has ${ambiguity}`,
    );
}

/** Who is nobody must not be matched by a rule that was meant for somebody. */
export function checkNamed({ issuer, subject }: CertificateIdentity) {
  if (issuer === '' || subject === '')
    throw new EvidenceFailure(
      'chain',
      'claims-disagree',
      'the certificate names no issuer or no subject',
    );
}
