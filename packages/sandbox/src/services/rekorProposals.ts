import type { DsseEnvelope, RekorBody } from '../minter';
import { signedBytes } from '../minter/content';
import { pem, sha256Hex } from '../minter/keys';
import { RequestBody } from './RequestBody';
import { ServiceError } from './ServiceError';
import {
  checkDigestSignature,
  checkSignature,
  readPem,
  type SubmittedKey,
} from './submittedKey';

function hashedRekord(spec: RequestBody): RekorBody {
  const submitted = submittedPem(
    spec.bytes('signature', 'publicKey', 'content'),
  );
  const content = spec.bytes('signature', 'content');
  const value = spec.text('data', 'hash', 'value');
  checkDigestSignature(submitted.key, Buffer.from(value, 'hex'), content);
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: {
        hash: { algorithm: spec.text('data', 'hash', 'algorithm'), value },
      },
      signature: {
        content: content.toString('base64'),
        publicKey: { content: canonicalPem(submitted) },
      },
    },
  };
}

function dsse(spec: RequestBody): RekorBody {
  const text = spec.text('proposedContent', 'envelope');
  const envelope = readEnvelope(RequestBody.parse(Buffer.from(text)));
  const [verifier] = spec.list('proposedContent', 'verifiers');
  const submitted = submittedPem(verifier.bytes());
  checkEnvelope(envelope, submitted);
  return {
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      envelopeHash: hashOf(Buffer.from(text)),
      payloadHash: hashOf(Buffer.from(envelope.payload, 'base64')),
      signatures: [
        {
          signature: envelope.signatures[0].sig,
          verifier: canonicalPem(submitted),
        },
      ],
    },
  };
}

/** Payload and signature are in base64 twice here. */
function intoto(spec: RequestBody): RekorBody {
  const content = spec.at('content');
  const [signature] = content.list('envelope', 'signatures');
  const submitted = submittedPem(signature.bytes('publicKey'));
  const envelope: DsseEnvelope = {
    payloadType: content.text('envelope', 'payloadType'),
    payload: content.bytes('envelope', 'payload').toString(),
    signatures: [
      {
        keyid: keyIdOf(signature),
        sig: signature.bytes('sig').toString(),
      },
    ],
  };
  checkEnvelope(envelope, submitted);
  const [{ keyid }] = envelope.signatures;
  return {
    apiVersion: '0.0.2',
    kind: 'intoto',
    spec: {
      content: {
        envelope: {
          payloadType: envelope.payloadType,
          signatures: [
            {
              ...(keyid !== '' && { keyid }),
              publicKey: canonicalPem(submitted),
              sig: signature.text('sig'),
            },
          ],
        },
        hash: { algorithm: 'sha256', value: content.text('hash', 'value') },
        payloadHash: hashOf(Buffer.from(envelope.payload, 'base64')),
      },
    },
  };
}

const kinds = new Map<string, (spec: RequestBody) => RekorBody>([
  ['hashedrekord-0.0.1', hashedRekord],
  ['dsse-0.0.1', dsse],
  ['intoto-0.0.2', intoto],
]);

/**
 * Makes of a proposed entry what the log stores: everything that can be computed is, and nothing is kept that is not
 * covered by the signature.
 *
 * @remarks Source: Rekor, `pkg/types/{hashedrekord,dsse,intoto}`, `Canonicalize`.
 * @throws ServiceError where the proposal is not complete, or its signature does not verify.
 */
export function canonicalEntry(proposal: RequestBody): RekorBody {
  const kind = `${proposal.text('kind')}-${proposal.text('apiVersion')}`;
  const canonicalize = kinds.get(kind);
  if (!canonicalize)
    throw new ServiceError(400, `this log takes no ${kind} entries`);
  return canonicalize(proposal.at('spec'));
}

/** @throws ServiceError where there is not exactly one signature. */
export function readEnvelope(body: RequestBody): DsseEnvelope {
  const [signature, ...others] = body.list('signatures');
  if (others.length > 0)
    throw new ServiceError(400, 'this log takes envelopes with one signature');
  return {
    payloadType: body.text('payloadType'),
    payload: body.text('payload'),
    signatures: [
      {
        keyid: keyIdOf(signature),
        sig: signature.text('sig'),
      },
    ],
  };
}

/** Nobody signs the key's name, and most leave it out or empty. */
function keyIdOf(signature: RequestBody): string {
  return signature.optionalText('keyid') ?? '';
}

export function checkEnvelope(envelope: DsseEnvelope, by: SubmittedKey): void {
  checkSignature(
    by.key,
    signedBytes({ type: 'dsse', envelope }),
    Buffer.from(envelope.signatures[0].sig, 'base64'),
    'sha256',
  );
}

function submittedPem(bytes: Buffer): SubmittedKey {
  return readPem(bytes.toString());
}

function canonicalPem({ type, der }: SubmittedKey): string {
  const label = type === 'certificate' ? 'CERTIFICATE' : 'PUBLIC KEY';
  return Buffer.from(pem(label, der)).toString('base64');
}

function hashOf(bytes: Uint8Array) {
  return { algorithm: 'sha256', value: sha256Hex(bytes) };
}
