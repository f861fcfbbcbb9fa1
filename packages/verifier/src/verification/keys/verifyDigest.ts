import type { KeyObject } from 'node:crypto';
import { p256, p384, p521 } from '@noble/curves/nist';
import { verifyEd25519ph } from './ed25519ph';
import { hashSizes, type HashName } from './hashes';
import { verifyPkcs1, verifyPss } from './rsa';

/**
 * Verifies a signature over a digest, without the message: ECDSA, RSA with either padding, and Ed25519ph over SHA-512.
 * Plain Ed25519 signs messages and not digests, so it never verifies here.
 *
 * @remarks `node:crypto` only takes messages. `@noble/curves` is audited and what the public conformance clients use
 * for the same purpose.
 */
export function verifyDigest(
  key: KeyObject,
  hash: HashName,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (digest.length !== hashSizes[hash]) return false;
  switch (key.asymmetricKeyType) {
    case 'ec':
      return attempt(() => ecdsa(key, digest, signature));
    case 'rsa':
      return (
        attempt(() => verifyPkcs1(key, hash, digest, signature)) ||
        attempt(() => verifyPss(key, hash, digest, signature))
      );
    case 'ed25519':
      return (
        hash === 'sha512' &&
        attempt(() => verifyEd25519ph(key, digest, signature))
      );
    default:
      return false;
  }
}

/** A signature that does not parse is one that does not verify. */
export function attempt(verification: () => boolean): boolean {
  try {
    return verification();
  } catch {
    return false;
  }
}

function ecdsa(key: KeyObject, digest: Uint8Array, signature: Uint8Array) {
  const { crv, x, y } = key.export({ format: 'jwk' });
  const curve = { 'P-256': p256, 'P-384': p384, 'P-521': p521 }[crv ?? ''];
  if (!curve || x === undefined || y === undefined) return false;
  const point = Buffer.concat([
    Buffer.from([4]),
    Buffer.from(x, 'base64url'),
    Buffer.from(y, 'base64url'),
  ]);
  // OpenSSL and Go write both halves of S, so the stricter form of other ecosystems must not be asked for.
  return curve.verify(signature, digest, point, {
    format: 'der',
    lowS: false,
    prehash: false,
  });
}
