import { createHash, type KeyObject } from 'node:crypto';
import { signBytes, type HashName, type SignatureScheme } from './signBytes';

/** The payload type of in-toto statements. */
export const inTotoPayloadType = 'application/vnd.in-toto+json';

/**
 * What is to be signed: a payload inside an envelope, or bytes as they are.
 *
 * @public
 */
export type SignableContent =
  | { type: 'dsse'; payload: Uint8Array; payloadType?: string }
  | { type: 'message'; bytes: Uint8Array };

/**
 * A DSSE envelope with one signature, as it stands in a bundle and in a `.att` layer.
 *
 * @public
 */
export interface DsseEnvelope {
  payloadType: string;
  /** Base64. */
  payload: string;
  signatures: { keyid: string; sig: string }[];
}

/**
 * Content with its signature over it.
 *
 * @public
 */
export type SignedContent =
  | { type: 'dsse'; envelope: DsseEnvelope }
  | {
      type: 'message';
      bytes: Buffer;
      hash: HashName;
      digest: Buffer;
      signature: Buffer;
    };

export function signContent(
  content: SignableContent,
  key: KeyObject,
  scheme: SignatureScheme = {},
): SignedContent {
  if (content.type === 'message') {
    const bytes = Buffer.from(content.bytes);
    const { hash = 'sha256' } = scheme;
    return {
      type: 'message',
      bytes,
      hash,
      digest: createHash(hash).update(bytes).digest(),
      signature: signBytes(bytes, key, scheme),
    };
  }
  const payloadType = content.payloadType ?? inTotoPayloadType;
  const payload = Buffer.from(content.payload);
  const signature = signBytes(
    preAuthenticationEncoding(payloadType, payload),
    key,
    scheme,
  );
  return {
    type: 'dsse',
    envelope: {
      payloadType,
      payload: payload.toString('base64'),
      signatures: [{ keyid: '', sig: signature.toString('base64') }],
    },
  };
}

/** The bytes that the signature is over. */
export function signedBytes(content: SignedContent): Buffer {
  if (content.type === 'message') return content.bytes;
  const { payloadType, payload } = content.envelope;
  return preAuthenticationEncoding(payloadType, Buffer.from(payload, 'base64'));
}

/** The signature itself: what timestamps are over. */
export function signatureOf(content: SignedContent): Buffer {
  return content.type === 'message'
    ? content.signature
    : Buffer.from(content.envelope.signatures[0].sig, 'base64');
}

/** DSSE v1, "PAE". */
function preAuthenticationEncoding(
  payloadType: string,
  payload: Uint8Array,
): Buffer {
  const type = Buffer.from(payloadType);
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `),
    payload,
  ]);
}

/** The envelope's bytes: what a `.att` layer holds and what a log entry hashes. */
export function envelopeBytes(envelope: DsseEnvelope): Buffer {
  return Buffer.from(JSON.stringify(envelope));
}
