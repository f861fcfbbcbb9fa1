import type { KeyObject } from 'node:crypto';
import { createHash } from 'node:crypto';
import {
  explicit,
  generalizedTime,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  sortedSetOf,
  time,
} from './der';
import { sha256 } from './keys';
import { signBytes, type HashName } from './signBytes';
import { ecdsaIdentifier } from './x509';

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  rsaEncryption: '1.2.840.113549.1.1.1',
};

const hashOids: Record<HashName, string> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

const algorithm = (oid: string, ...parameters: Buffer[]) =>
  sequence(objectIdentifier(oid), ...parameters);

/** What a timestamp says (RFC 3161, 2.4.2, TSTInfo). */
export interface TimestampStatement {
  hash: HashName;
  /** Digest of what was stamped. */
  imprint: Buffer;
  at: Date;
  /** Digits after the decimal point, as they are given. */
  fraction?: string;
  serial: Buffer;
  policy: string;
  /** As the request had it. */
  nonce?: Buffer;
  /** Name of the authority, in DER. */
  authorityName: Buffer;
}

export function timestampInfo(statement: TimestampStatement): Buffer {
  const { hash, imprint, nonce } = statement;
  return sequence(
    integer(1),
    objectIdentifier(statement.policy),
    sequence(algorithm(hashOids[hash], nullValue()), octetString(imprint)),
    integer(statement.serial),
    generalizedTime(statement.at, statement.fraction),
    // Accuracy: one second.
    sequence(integer(1)),
    ...(nonce ? [integer(nonce)] : []),
    explicit(0, explicit(4, statement.authorityName)),
  );
}

/** Who signs a timestamp. */
export interface TimestampSigner {
  key: KeyObject;
  certificate: Buffer;
  issuer: Buffer;
  serial: Buffer;
}

/**
 * A granted response around the signed statement (RFC 3161, 2.4.2; CMS: RFC 5652, 5).
 *
 * @param certificates - What the token carries along.
 */
export function timestampResponse(
  info: Buffer,
  signer: TimestampSigner,
  options: { hash: HashName; at: Date; certificates: Buffer[] },
): Buffer {
  const { hash, certificates } = options;
  const signedData = sequence(
    integer(3),
    setOf(algorithm(hashOids[hash])),
    sequence(
      objectIdentifier(oids.timestampInfo),
      explicit(0, octetString(info)),
    ),
    ...(certificates.length > 0 ? [explicit(0, ...certificates)] : []),
    setOf(signerInfo(info, signer, options)),
  );
  const granted = sequence(integer(0));
  return sequence(
    granted,
    sequence(objectIdentifier(oids.signedData), explicit(0, signedData)),
  );
}

function signerInfo(
  info: Buffer,
  signer: TimestampSigner,
  { hash, at }: { hash: HashName; at: Date },
): Buffer {
  const attribute = (oid: string, value: Buffer) =>
    sequence(objectIdentifier(oid), setOf(value));
  const attributes = sortedSetOf(
    attribute(oids.contentType, objectIdentifier(oids.timestampInfo)),
    attribute(oids.signingTime, time(at)),
    attribute(
      oids.messageDigest,
      octetString(createHash(hash).update(info).digest()),
    ),
    attribute(oids.signingCertificateV2, signingCertificate(signer)),
  );
  const signatureAlgorithm =
    signer.key.asymmetricKeyType === 'rsa'
      ? algorithm(oids.rsaEncryption, nullValue())
      : ecdsaIdentifier(hash);
  // Signed as a SET, carried as [0] IMPLICIT (RFC 5652, 5.4).
  const carried = Buffer.from(attributes);
  carried[0] = 0xa0;
  return sequence(
    integer(1),
    sequence(signer.issuer, integer(signer.serial)),
    algorithm(hashOids[hash]),
    carried,
    signatureAlgorithm,
    octetString(signBytes(attributes, signer.key, { hash })),
  );
}

/** Binds the signature to this one certificate (RFC 5816). */
function signingCertificate(signer: TimestampSigner): Buffer {
  const issuerAndSerial = sequence(
    sequence(explicit(4, signer.issuer)),
    integer(signer.serial),
  );
  const id = sequence(octetString(sha256(signer.certificate)), issuerAndSerial);
  return sequence(sequence(id));
}
