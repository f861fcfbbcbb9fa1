import type { CertificateIdentity } from '@countersign/domain';
import type { ASN1Obj, X509Certificate } from '@sigstore/core';
import { derText, utf8 } from './text';

const subjectAlternativeName = '2.5.29.17';
/** What Fulcio calls people whose provider gives user names: an `otherName` (1.3.6.1.4.1.57264.1.7). */
const userName = '1.3.6.1.4.1.57264.1.7';
const generalNames = { otherName: 0, email: 1, uri: 6 };

export interface SubjectName {
  subject: string;
  subjectType: CertificateIdentity['subjectType'];
}

/**
 * Every name that a certificate has for its subject. Read here, because the library decodes as ASCII by dropping the
 * eighth bit, which turns foreign bytes into letters.
 */
export function subjectNames(certificate: X509Certificate): SubjectName[] {
  const list = certificate.extension(subjectAlternativeName)?.valueObj.subs[0];
  return (list?.subs ?? []).map(name => {
    if (name.tag.isContextSpecific(generalNames.uri))
      return { subject: utf8(name.value), subjectType: 'uri' };
    if (name.tag.isContextSpecific(generalNames.email))
      return { subject: utf8(name.value), subjectType: 'email' };
    return { subject: otherName(name) ?? '', subjectType: 'other' };
  });
}

/** `OtherName ::= SEQUENCE { type-id, value [0] EXPLICIT }`, of the one type that is known. */
function otherName({ tag, subs }: ASN1Obj): string | undefined {
  if (!tag.isContextSpecific(generalNames.otherName) || subs.length !== 2)
    return undefined;
  const [type, value] = subs;
  if (!type.tag.isOID() || type.toOID() !== userName) return undefined;
  return value.tag.isContextSpecific(0) ? derText(value.value) : undefined;
}

/** The one name, or where there are several, the one to show: such a certificate is refused. */
export function subjectOf(certificate: X509Certificate): SubjectName {
  const names = subjectNames(certificate);
  return (
    names.find(({ subjectType }) => subjectType === 'uri') ??
    names.find(({ subjectType }) => subjectType === 'email') ??
    names[0] ?? { subject: '', subjectType: 'other' }
  );
}
