import type { KeyObject } from 'node:crypto';
import { ASN1Obj, pem } from '@sigstore/core';
import type { HashName } from '../minter';
import { ServiceError } from './ServiceError';
import { checkSignature, readKey } from './submittedKey';

/** How requests are signed with ECDSA and RSA (RFC 5758, 3.2; RFC 8017, A.2.4). Ed25519 has no hash to name. */
const hashes: Record<string, HashName> = {
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
};

/**
 * The key that a certificate request (PKCS#10, in PEM) is for, once the request's own signature has proved that its
 * sender holds it. Names and extensions are not looked at: the token says who the sender is.
 *
 * @remarks Source: RFC 2986, 4.2.
 * @throws ServiceError where it is no such request, or was not signed with its key.
 */
export function keyOfCertificateRequest(bytes: Buffer): KeyObject {
  const { signed, publicKey, algorithm, signature } = readRequest(bytes);
  const { key } = readKey('key', publicKey);
  checkSignature(key, signed, signature, hashes[algorithm]);
  return key;
}

function readRequest(bytes: Buffer) {
  try {
    const request = ASN1Obj.parseBuffer(pem.toDER(bytes.toString()));
    const [info, { subs: algorithm }, signature] = request.subs;
    return {
      signed: info.toDER(),
      publicKey: info.subs[2].toDER(),
      algorithm: algorithm[0].toOID(),
      signature: bitsOf(signature),
    };
  } catch {
    throw new ServiceError(400, 'the certificate request cannot be read');
  }
}

/** The first byte counts the bits that are left over at the end. A signature has none. */
function bitsOf(string: ASN1Obj): Buffer {
  if (!string.tag.isBitString() || string.value[0] !== 0)
    throw new Error('not a string of whole bytes');
  return string.value.subarray(1);
}
