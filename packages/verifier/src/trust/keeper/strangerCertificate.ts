import { sign, type KeyObject } from 'node:crypto';
import { bitString, identifier, instant, sequence, tlv, truth } from './der';

const oids = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  basicConstraints: '551d13',
  keyUsage: '551d0f',
  extendedKeyUsage: '551d25',
  alternativeName: '551d11',
  codeSigning: '2b06010505070303',
  /** Who said who the signer is (Fulcio, 1.3.6.1.4.1.57264.1.8). */
  issuer: '2b0601040183bf300108',
};

const text = (content: string) => tlv(0x0c, Buffer.from(content));

interface Fields {
  issuer: string;
  subject: string;
  publicKey: KeyObject;
  notBefore: Date;
  notAfter: Date;
}

/** A certificate authority's certificate, in DER. */
export function issuerCertificate(fields: Fields, key: KeyObject): Buffer {
  return certificate(fields, key, [
    extension(oids.basicConstraints, sequence(truth)),
    extension(oids.keyUsage, tlv(0x03, Buffer.of(1, 0x06))),
  ]);
}

/** A code signer's certificate with an address as its only name, in DER. */
export function signerCertificate(
  fields: Fields & { uri: string },
  key: KeyObject,
): Buffer {
  return certificate({ ...fields, subject: '' }, key, [
    extension(oids.keyUsage, tlv(0x03, Buffer.of(7, 0x80))),
    extension(oids.extendedKeyUsage, sequence(identifier(oids.codeSigning))),
    extension(
      oids.alternativeName,
      sequence(tlv(0x86, Buffer.from(fields.uri))),
    ),
    extension(oids.issuer, text('https://stranger.example'), false),
  ]);
}

/** RFC 5280, 4.1: version 3, ECDSA with SHA-256. */
function certificate(fields: Fields, key: KeyObject, extensions: Buffer[]) {
  const algorithm = sequence(identifier(oids.ecdsaWithSha256));
  const signed = sequence(
    tlv(0xa0, tlv(0x02, Buffer.of(2))),
    tlv(0x02, Buffer.of(1)),
    algorithm,
    name(fields.issuer),
    sequence(instant(fields.notBefore), instant(fields.notAfter)),
    name(fields.subject),
    fields.publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensions)),
  );
  return sequence(signed, algorithm, bitString(sign('sha256', signed, key)));
}

function name(commonName: string): Buffer {
  if (commonName === '') return sequence();
  const attribute = sequence(identifier(oids.commonName), text(commonName));
  return sequence(tlv(0x31, attribute));
}

function extension(oid: string, value: Buffer, isCritical = true): Buffer {
  return sequence(
    identifier(oid),
    ...(isCritical ? [truth] : []),
    tlv(0x04, value),
  );
}
