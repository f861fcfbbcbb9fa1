import {
  createPublicKey,
  verify,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { p256, p384, p521 } from '@noble/curves/nist';
import { hashFor } from '../minter/signBytes';
import { ServiceError } from './ServiceError';

/** A certificate or public key that somebody sent along with a signature. */
export interface SubmittedKey {
  type: 'certificate' | 'key';
  der: Buffer;
  key: KeyObject;
}

/** @throws ServiceError where it is neither. */
export function readPem(text: string): SubmittedKey {
  const type = text.includes('-----BEGIN CERTIFICATE-----')
    ? 'certificate'
    : 'key';
  return readKey(type, text);
}

/** @throws ServiceError where the bytes are not what they are said to be. */
export function readKey(
  type: SubmittedKey['type'],
  content: string | Buffer,
): SubmittedKey {
  try {
    if (type === 'certificate') {
      const { raw, publicKey } = new X509Certificate(content);
      return { type, der: raw, key: publicKey };
    }
    const key =
      typeof content === 'string'
        ? createPublicKey(content)
        : createPublicKey({ key: content, format: 'der', type: 'spki' });
    return { type, der: key.export({ format: 'der', type: 'spki' }), key };
  } catch {
    throw new ServiceError(400, `the ${type} cannot be read`);
  }
}

/** @throws ServiceError where the signature is not by this key over these bytes. */
export function checkSignature(
  key: KeyObject,
  bytes: Uint8Array,
  signature: Uint8Array,
  hash = hashFor(key),
): void {
  const algorithm = key.asymmetricKeyType === 'ed25519' ? null : hash;
  if (!verify(algorithm, bytes, key, signature))
    throw new ServiceError(400, 'the signature does not verify');
}

const curves = { prime256v1: p256, secp384r1: p384, secp521r1: p521 };

/**
 * The same over a digest, which is all that a log is shown of a file.
 *
 * @throws ServiceError where the signature is not by this key over this digest, or the key is on no curve.
 */
export function checkDigestSignature(
  key: KeyObject,
  digest: Uint8Array,
  signature: Uint8Array,
): void {
  const name = key.asymmetricKeyDetails?.namedCurve as keyof typeof curves;
  if (key.asymmetricKeyType !== 'ec' || !Object.hasOwn(curves, name))
    throw new ServiceError(
      400,
      'this log takes signatures over digests from keys on NIST curves',
    );
  if (!isOverDigest(curves[name], key, digest, signature))
    throw new ServiceError(400, 'the signature does not verify');
}

function isOverDigest(
  curve: (typeof curves)[keyof typeof curves],
  key: KeyObject,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const point = Buffer.concat([
    Buffer.from([4]),
    Buffer.from(x, 'base64url'),
    Buffer.from(y, 'base64url'),
  ]);
  try {
    return curve.verify(signature, digest, point, {
      format: 'der',
      lowS: false,
      prehash: false,
    });
  } catch {
    return false;
  }
}
