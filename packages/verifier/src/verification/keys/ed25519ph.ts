import type { KeyObject } from 'node:crypto';
import { eddsa } from '@noble/curves/abstract/edwards';
import { ed25519 } from '@noble/curves/ed25519';
import { hashOf } from './hashes';

/** The flag for messages that were hashed. */
const hashed = 1;

const domain = Buffer.from('SigEd25519 no Ed25519 collisions');

const sha512 = (bytes: string | Uint8Array) =>
  hashOf('sha512', Buffer.from(bytes));

/**
 * Ed25519ph that is given the message's SHA-512 in the place of the message: the arithmetic of the library, the domain
 * of RFC 8032 with the flag for hashed messages and without a context, and no further hashing.
 */
const ed25519ph = () =>
  eddsa(ed25519.Point, sha512, {
    domain: (data, context) =>
      Buffer.concat([
        domain,
        Buffer.from([hashed, context.length]),
        context,
        data,
      ]),
    prehash: digest => Buffer.from(digest),
  });
/** Made when it is needed first: the curve takes long to load, and most commands meet no such signature. */
let made: ReturnType<typeof ed25519ph> | undefined;

/**
 * Verifies a signature over a SHA-512 digest: what signers with Ed25519 keys make over files, because the log takes
 * digests only.
 *
 * @remarks Source: RFC 8032, 5.1. `node:crypto` has no such verification.
 */
export function verifyEd25519ph(
  key: KeyObject,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { x } = key.export({ format: 'jwk' });
  const point = Buffer.from(String(x), 'base64url');
  // The stricter reading of points: the other one is for consensus, where all must accept the same.
  made ??= ed25519ph();
  return made.verify(signature, digest, point, { zip215: false });
}
