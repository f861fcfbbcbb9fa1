import { constants, sign, type KeyObject } from 'node:crypto';

/**
 * The digests that Sigstore signs with.
 *
 * @public
 */
export type HashName = 'sha256' | 'sha384' | 'sha512';

/**
 * How a key signs, where there is a choice: Ed25519 has none, and PSS is for RSA alone.
 *
 * @public
 */
export interface SignatureScheme {
  /** `sha256` where absent, as cosign signs with every key. */
  hash?: HashName;
  /** The padding of RSA. PKCS#1 v1.5 where absent. */
  padding?: 'pss';
}

/** Signs bytes; elliptic-curve signatures are in DER, Ed25519 is pure. */
export function signBytes(
  bytes: Uint8Array,
  key: KeyObject,
  scheme: SignatureScheme = {},
): Buffer {
  if (key.asymmetricKeyType === 'ed25519') return sign(null, bytes, key);
  if (scheme.padding !== 'pss')
    return sign(scheme.hash ?? 'sha256', bytes, key);
  return sign(scheme.hash ?? 'sha256', bytes, {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  });
}

/** Each curve goes with the digest of its own size (RFC 5758, 3.2), everything else with SHA-256. */
export function hashFor(key: KeyObject): HashName {
  switch (key.asymmetricKeyDetails?.namedCurve) {
    case 'secp384r1':
      return 'sha384';
    case 'secp521r1':
      return 'sha512';
    default:
      return 'sha256';
  }
}

const curves: Record<string, string> = {
  prime256v1: 'P256',
  secp384r1: 'P384',
  secp521r1: 'P521',
};

/** The combinations that have a name; no other is accepted by Rekor v2. */
const named = new Set([
  'PKIX_ED25519',
  'PKIX_ECDSA_P256_SHA_256',
  'PKIX_ECDSA_P384_SHA_256',
  'PKIX_ECDSA_P384_SHA_384',
  'PKIX_ECDSA_P521_SHA_256',
  'PKIX_ECDSA_P521_SHA_512',
  ...['2048', '3072', '4096'].flatMap(length => [
    `PKIX_RSA_PKCS1V15_${length}_SHA256`,
    `PKIX_RSA_PSS_${length}_SHA256`,
  ]),
]);

/**
 * The name of key and algorithm in entries of Rekor v2 and in trusted roots.
 *
 * @remarks Source: Sigstore protobuf-specs, `PublicKeyDetails`.
 * @throws Error where Sigstore has no name for such a key with such a digest.
 */
export function keyDetails(
  key: KeyObject,
  scheme: SignatureScheme = {},
): string {
  const name = composedName(key, scheme);
  if (!named.has(name)) throw new Error(`Sigstore knows no ${name}`);
  return name;
}

function composedName(key: KeyObject, scheme: SignatureScheme): string {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const bits = (scheme.hash ?? 'sha256').slice(3);
  if (type === 'ed25519') return 'PKIX_ED25519';
  if (type === 'ec')
    return `PKIX_ECDSA_${curves[details?.namedCurve ?? '']}_SHA_${bits}`;
  const padding = scheme.padding === 'pss' ? 'PSS' : 'PKCS1V15';
  return `PKIX_RSA_${padding}_${details?.modulusLength}_SHA${bits}`;
}
