import { constants, verify, type KeyObject } from 'node:crypto';
import { hashNames } from './hashes';
import { attempt } from './verifyDigest';

/**
 * Verifies a signature over bytes that are at hand. Signers choose the hash by curve or take SHA-256 always, RSA has
 * two paddings, and nothing in the layouts says which: any of them is as good as a signature by this key.
 */
export function verifyBytes(
  key: KeyObject,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (key.asymmetricKeyType === 'ed25519')
    return attempt(() => verify(null, message, key, signature));
  return hashNames.some(
    hash =>
      attempt(() => verify(hash, message, key, signature)) ||
      (key.asymmetricKeyType === 'rsa' &&
        attempt(() => verify(hash, message, pss(key), signature))),
  );
}

function pss(key: KeyObject) {
  return {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_AUTO,
  };
}
