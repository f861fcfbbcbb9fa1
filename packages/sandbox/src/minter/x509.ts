import { createHash, randomBytes, type KeyObject } from 'node:crypto';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  time,
  utf8String,
} from './der';
import { spki } from './keys';
import { hashFor, signBytes, type HashName } from './signBytes';

const ecdsaWith: Record<HashName, string> = {
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
};

/** The AlgorithmIdentifier of a signature by an elliptic-curve key (RFC 5758). */
export const ecdsaIdentifier = (hash: HashName) =>
  sequence(objectIdentifier(ecdsaWith[hash]));

function signatureAlgorithm(issuerKey: KeyObject): Buffer {
  return issuerKey.asymmetricKeyType === 'rsa'
    ? sequence(objectIdentifier('1.2.840.113549.1.1.11'), nullValue())
    : ecdsaIdentifier(hashFor(issuerKey));
}

/** The fields of a certificate that is about to be signed. */
export interface CertificateFields {
  subject: Buffer;
  issuer: Buffer;
  publicKey: KeyObject;
  notBefore: Date;
  notAfter: Date;
  extensions: Buffer[];
  serial: Buffer;
}

/** A serial of 16 bytes; the top bits make it positive and of full length. */
export function randomSerial(): Buffer {
  const serial = randomBytes(16);
  serial[0] = 0x40 | (serial[0] & 0x3f);
  return serial;
}

/** The part of a certificate over which it is signed (RFC 5280, 4.1). */
export function toBeSigned(
  fields: CertificateFields,
  issuerKey: KeyObject,
): Buffer {
  return sequence(
    explicit(0, integer(2)),
    integer(fields.serial),
    signatureAlgorithm(issuerKey),
    fields.issuer,
    sequence(time(fields.notBefore), time(fields.notAfter)),
    fields.subject,
    spki(fields.publicKey),
    explicit(3, sequence(...fields.extensions)),
  );
}

/** A certificate in DER. */
export function signCertificate(
  fields: CertificateFields,
  issuerKey: KeyObject,
): Buffer {
  const tbs = toBeSigned(fields, issuerKey);
  const signature = signBytes(tbs, issuerKey, { hash: hashFor(issuerKey) });
  return sequence(tbs, signatureAlgorithm(issuerKey), bitString(signature));
}

export function distinguishedName(names: {
  organization?: string;
  commonName?: string;
}): Buffer {
  const attribute = (oid: string, value: string | undefined) =>
    value === undefined
      ? []
      : [setOf(sequence(objectIdentifier(oid), utf8String(value)))];
  return sequence(
    ...attribute('2.5.4.10', names.organization),
    ...attribute('2.5.4.3', names.commonName),
  );
}

export function extension(
  oid: string,
  value: Buffer,
  critical = false,
): Buffer {
  return sequence(
    objectIdentifier(oid),
    ...(critical ? [boolean(true)] : []),
    octetString(value),
  );
}

export const keyUsage = {
  /** keyCertSign and cRLSign. */
  certificateAuthority: () =>
    extension('2.5.29.15', bitString(Buffer.from([0x06]), 1), true),
  digitalSignature: () =>
    extension('2.5.29.15', bitString(Buffer.from([0x80]), 7), true),
};

export const extendedKeyUsages = {
  codeSigning: '1.3.6.1.5.5.7.3.3',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const;

export const extendedKeyUsage = (oids: readonly string[], critical = false) =>
  extension('2.5.29.37', sequence(...oids.map(objectIdentifier)), critical);

export const authorityConstraint = (pathLength: number) =>
  extension('2.5.29.19', sequence(boolean(true), integer(pathLength)), true);

function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha1').update(spki(key)).digest();
}

export const subjectKeyIdentifier = (key: KeyObject) =>
  extension('2.5.29.14', octetString(keyIdentifier(key)));

export const authorityKeyIdentifier = (key: KeyObject) =>
  extension('2.5.29.35', sequence(implicit(0, keyIdentifier(key))));

/**
 * What a certificate is issued to. `otherName` is a user name, as Fulcio writes one (1.3.6.1.4.1.57264.1.7).
 *
 * @public
 */
export type AlternativeNameType = 'uri' | 'email' | 'otherName';

/** @public */
export interface AlternativeName {
  type: AlternativeNameType;
  text: string;
}

/**
 * Subject alternative names. The text goes in as it is, in UTF-8: a stranger's certificate need not keep to ASCII.
 */
export function subjectAlternativeNames(
  ...names: readonly AlternativeName[]
): Buffer {
  return extension('2.5.29.17', sequence(...names.map(generalName)), true);
}

function generalName({ type, text }: AlternativeName): Buffer {
  if (type === 'uri') return implicit(6, Buffer.from(text));
  if (type === 'email') return implicit(1, Buffer.from(text));
  return explicit(
    0,
    objectIdentifier('1.3.6.1.4.1.57264.1.7'),
    explicit(0, utf8String(text)),
  );
}
