import {
  envelopeBytes,
  type DsseEnvelope,
  type SignedContent,
} from './content';
import { sha256Hex } from './keys';
import type { HashName } from './signBytes';

/**
 * The kinds of entries that Rekor v1 takes for what cosign signs.
 *
 * @public
 */
export const rekorV1EntryKinds = [
  'hashedrekord-0.0.1',
  'dsse-0.0.1',
  'intoto-0.0.1',
  'intoto-0.0.2',
] as const;

/** @public */
export type RekorV1EntryKind = (typeof rekorV1EntryKinds)[number];

/**
 * An entry as the log stores it, before canonical encoding.
 *
 * @public
 */
export interface RekorBody {
  apiVersion: string;
  kind: string;
  spec: object;
}

const envelopeBodies = {
  'dsse-0.0.1': (envelope: DsseEnvelope, verifier: string): RekorBody => ({
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      envelopeHash: hashOf(envelopeBytes(envelope)),
      payloadHash: payloadHash(envelope),
      signatures: envelope.signatures.map(signature => ({
        signature: signature.sig,
        verifier,
      })),
    },
  }),
  'intoto-0.0.1': (envelope: DsseEnvelope, verifier: string): RekorBody => ({
    apiVersion: '0.0.1',
    kind: 'intoto',
    spec: {
      content: {
        hash: hashOf(envelopeBytes(envelope)),
        payloadHash: payloadHash(envelope),
      },
      publicKey: verifier,
    },
  }),
  'intoto-0.0.2': (envelope: DsseEnvelope, verifier: string): RekorBody => ({
    apiVersion: '0.0.2',
    kind: 'intoto',
    spec: {
      content: {
        envelope: {
          payloadType: envelope.payloadType,
          // Rekor stores the signature's base64 text in base64 once more.
          signatures: envelope.signatures.map(signature => ({
            publicKey: verifier,
            sig: base64(signature.sig),
          })),
        },
        hash: hashOf(envelopeBytes(envelope)),
        payloadHash: payloadHash(envelope),
      },
    },
  }),
};

/**
 * The entry for one signed content.
 *
 * @param verifier - PEM of the certificate or of the public key.
 * @throws Error where the kind does not take this content.
 */
export function rekorBody(
  kind: RekorV1EntryKind,
  content: SignedContent,
  verifier: string,
): RekorBody {
  if (kind === 'hashedrekord-0.0.1') {
    if (content.type !== 'message')
      throw new Error(`a ${kind} entry takes a message signature`);
    return hashedRekord(content, verifier);
  }
  if (content.type !== 'dsse')
    throw new Error(`a ${kind} entry takes an envelope`);
  return envelopeBodies[kind](content.envelope, base64(verifier));
}

function base64(text: string) {
  return Buffer.from(text).toString('base64');
}

function hashedRekord(
  content: { hash: HashName; digest: Buffer; signature: Buffer },
  verifier: string,
): RekorBody {
  const { hash, digest, signature } = content;
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm: hash, value: digest.toString('hex') } },
      signature: {
        content: signature.toString('base64'),
        publicKey: { content: base64(verifier) },
      },
    },
  };
}

function hashOf(bytes: Uint8Array) {
  return {
    algorithm: 'sha256',
    value: sha256Hex(bytes),
  };
}

function payloadHash(envelope: DsseEnvelope) {
  return hashOf(Buffer.from(envelope.payload, 'base64'));
}
