import { sha256OfBytes } from '../text';
import type { Digest } from '../records/digest';

/**
 * A public key that the review of a version lets into force (S1.4): an authority like one of the configuration, as long
 * as the version is.
 *
 * @public
 */
export interface GovernedKey {
  /** What rules and evidence call it. An authority of the configuration that has the same name goes before it. */
  name: string;
  /** SubjectPublicKeyInfo in PEM: ECDSA on P-256, P-384 or P-521, RSA, or Ed25519. */
  publicKey: string;
  /** Before this instant the key is nobody's. ISO 8601, UTC. */
  validFrom?: string;
  /** Only what is proven to be older counts, by the logs of `log` (S7.2). ISO 8601, UTC. */
  validUntil?: string;
  /** Name of the trust root of the configuration whose logs and timestamp authorities prove times for this key. */
  log?: string;
  /** Whose it is and why it may sign, for whoever reads it next. */
  reason?: string;
}

/**
 * A public key as it was understood.
 *
 * @public
 */
export interface PublicKey {
  /** In the one way in which this product writes it. */
  pem: string;
  /** `ECDSA on P-256` */
  algorithm: string;
  /** SHA-256 of its SubjectPublicKeyInfo in DER. */
  fingerprint: Digest;
}

/** An RSA key of 8192 bits takes less. */
const longest = 4_000;
const form =
  /^\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/\s]+={0,2}\s*)-----END PUBLIC KEY-----\s*$/;

/** Algorithm identifiers in DER, whole: what is not one of these is no key that this product verifies by. */
const algorithms: [string, string][] = [
  ['301306072a8648ce3d020106082a8648ce3d030107', 'ECDSA on P-256'],
  ['301006072a8648ce3d020106052b81040022', 'ECDSA on P-384'],
  ['301006072a8648ce3d020106052b81040023', 'ECDSA on P-521'],
  ['300d06092a864886f70d0101010500', 'RSA'],
  ['300506032b6570', 'Ed25519'],
];

/**
 * Reads a public key as far as that can be done everywhere: its form and its algorithm. Whether its numbers are a key is
 * for whoever loads it.
 *
 * @returns undefined for what is no public key that this product knows: a private key, a certificate, anything long
 * @public
 */
export function readPublicKey(text: string): PublicKey | undefined {
  if (text.length > longest) return undefined;
  const [, armoured] = form.exec(text) ?? [];
  const body = armoured?.replace(/\s/g, '');
  const der = body === undefined ? undefined : bytesOf(body);
  const algorithm = der && algorithmOf(der);
  if (body === undefined || !der || !algorithm) return undefined;
  const lines = body.match(/.{1,64}/g) ?? [];
  return {
    pem: [
      '-----BEGIN PUBLIC KEY-----',
      ...lines,
      '-----END PUBLIC KEY-----',
      '',
    ].join('\n'),
    algorithm,
    fingerprint: `sha256:${sha256OfBytes(der)}`,
  };
}

/** Only what is the one way to write these bytes. */
function bytesOf(base64: string): Uint8Array | undefined {
  try {
    const binary = atob(base64);
    return btoa(binary) === base64
      ? Uint8Array.from(binary, character => character.charCodeAt(0))
      : undefined;
  } catch {
    return undefined;
  }
}

/** One sequence that takes all bytes, and in it first the algorithm. */
function algorithmOf(der: Uint8Array): string | undefined {
  const hex = Array.from(der, byte => byte.toString(16).padStart(2, '0')).join(
    '',
  );
  const content = contentOf(hex);
  return algorithms.find(([id]) => content?.startsWith(id))?.[1];
}

/** Lengths of one byte, and of one or two behind a mark. */
const lengths = [
  /^30([0-7][0-9a-f])/,
  /^3081([0-9a-f]{2})/,
  /^3082([0-9a-f]{4})/,
];

function contentOf(hex: string): string | undefined {
  const [head, length] =
    lengths.map(one => one.exec(hex)).find(found => found !== null) ?? [];
  if (head === undefined || length === undefined) return undefined;
  const content = hex.slice(head.length);
  return content.length === 2 * parseInt(length, 16) ? content : undefined;
}
