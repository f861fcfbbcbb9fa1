import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/**
 * A private key and its public half.
 *
 * @public
 */
export interface KeyPair {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/**
 * The kinds of keys that sign here: elliptic curves by their OpenSSL names, Ed25519, and RSA by its length.
 *
 * @public
 */
export type KeyKind =
  | 'prime256v1'
  | 'secp384r1'
  | 'secp521r1'
  | 'ed25519'
  | `rsa-${2048 | 3072 | 4096}`;

/**
 * A new key pair; P-256 unless it says otherwise, as cosign and Fulcio clients use.
 *
 * @public
 */
export function generateKeyPair(kind: KeyKind = 'prime256v1'): KeyPair {
  if (kind === 'ed25519') return generateKeyPairSync('ed25519');
  if (kind.startsWith('rsa-'))
    return generateKeyPairSync('rsa', { modulusLength: Number(kind.slice(4)) });
  return generateKeyPairSync('ec', { namedCurve: kind });
}

/** SubjectPublicKeyInfo in DER. */
export function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

/**
 * The public key in PEM, as `cosign.pub` holds it.
 *
 * @public
 */
export function publicKeyPem(pair: KeyPair): string {
  return pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

export function privateKeyPem(pair: KeyPair): string {
  return pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function keyPairFromPem(text: string): KeyPair {
  const privateKey = createPrivateKey(text);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

export function sha256(...parts: Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export const sha256Hex = (bytes: Uint8Array) => sha256(bytes).toString('hex');

/** `-----BEGIN label-----` with 64 characters a line. */
export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join(
    '\n',
  )}\n-----END ${label}-----\n`;
}
