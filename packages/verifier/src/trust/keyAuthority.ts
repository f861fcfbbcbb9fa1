import { createPublicKey, type KeyObject } from 'node:crypto';
import { canonicalJson, digestOf } from '../encoding';
import {
  AuthorityError,
  type KeyAuthority,
  type SigstoreAuthority,
} from './authority';

const curves = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const smallestModulus = 2_048;
const largestModulus = 8_192;

/** @public */
export interface KeyOptions {
  /** Before this day the key is nobody's. */
  notBefore?: Date;
  /** Signatures count only where they are proven to be older (S7.2), for which `log` is needed. */
  notAfter?: Date;
  /** The trust root whose logs and timestamp authorities prove times for signatures of this key. */
  log?: SigstoreAuthority;
}

/**
 * An authority that is one public key.
 *
 * @param pem - `-----BEGIN PUBLIC KEY-----`: ECDSA P-256, P-384 or P-521, RSA of 2048 to 8192 bits, Ed25519
 * @param options - when signatures by it count, and who proves when they were made
 * @throws {@link AuthorityError} for a text that is no public key, a key of another kind, a window that is empty
 * @public
 */
export function keyAuthority(
  name: string,
  pem: string,
  options: KeyOptions = {},
): KeyAuthority {
  const key = readKey(name, pem);
  checkKind(name, key);
  const { notBefore, notAfter, log } = options;
  for (const limit of [notBefore, notAfter])
    if (limit && Number.isNaN(limit.getTime()))
      throw unusable(name, 'its window has a date that is none');
  if (notBefore && notAfter && notBefore >= notAfter)
    throw unusable(name, 'its window ends before it begins');
  const fingerprint = digestOf(key.export({ type: 'spki', format: 'der' }));
  const dates = {
    ...(notBefore && { notBefore: notBefore.toISOString() }),
    ...(notAfter && { notAfter: notAfter.toISOString() }),
  };
  return {
    name,
    kind: 'key',
    digest: digestOf(
      canonicalJson({ fingerprint, ...dates, log: log?.digest }),
    ),
    fingerprint,
    content: {
      kind: 'key',
      name,
      pem: key.export({ type: 'spki', format: 'pem' }).toString(),
      ...dates,
      ...(log && { log: log.content }),
    },
    key,
    ...(notBefore && { notBefore }),
    ...(notAfter && { notAfter }),
    ...(log && { log }),
  };
}

function readKey(name: string, pem: string): KeyObject {
  // A private key or a certificate would give a public key too; neither belongs into a trust configuration.
  if (!/^\s*-----BEGIN (?:RSA )?PUBLIC KEY-----/.test(pem))
    throw unusable(name, 'it is not a public key in PEM');
  try {
    return createPublicKey(pem);
  } catch (error) {
    throw new AuthorityError(
      `The key "${name}" cannot be used: it does not parse.`,
      { cause: error },
    );
  }
}

function checkKind(name: string, key: KeyObject) {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ed25519') return;
  if (type === 'ec' && curves.has(details?.namedCurve ?? '')) return;
  const bits = details?.modulusLength ?? 0;
  if (type === 'rsa' && bits >= smallestModulus && bits <= largestModulus)
    return;
  throw unusable(
    name,
    'it is neither ECDSA on P-256, P-384 or P-521, nor RSA of 2048 to 8192 bits, nor Ed25519',
  );
}

function unusable(name: string, why: string) {
  return new AuthorityError(`The key "${name}" cannot be used: ${why}.`);
}
