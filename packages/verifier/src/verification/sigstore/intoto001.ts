import { timingSafeEqual } from 'node:crypto';
import type { TransparencyLogEntry } from '@sigstore/bundle';
import { sha256 } from '../../encoding';
import { EvidenceFailure } from '../../EvidenceFailure';
import { parseJson, textAt, valueAt } from '../../json';
import { verificationLimits } from '../../limits';
import type { Envelope, SignedContent } from '../Envelope';

/** Log entries of this kind are on real images, and the library refuses them. */
export function isIntoto001({ kindVersion }: TransparencyLogEntry): boolean {
  return kindVersion.kind === 'intoto' && kindVersion.version === '0.0.1';
}

/**
 * Checks that an `intoto 0.0.1` entry is about this envelope, and makes it one that the library can verify: promise,
 * proof and checkpoint are the library's work over the entry's own bytes, and only where it wants to read what the
 * entry is about it reads what was compared here. Who signed is compared for all kinds alike, in `checkLogVerifiers`.
 *
 * @remarks Source: Rekor types/intoto/v0.0.1: the entry has the hash of the payload and the hash of the whole
 * envelope, signature included, as it was uploaded.
 * @throws EvidenceFailure `log-proof-invalid`, `unsupported-format`
 */
export function readableEntry(
  entry: TransparencyLogEntry,
  envelope: Envelope,
): TransparencyLogEntry {
  const proof = entry.inclusionPromise ? 'set' : 'inclusion';
  const { content } = envelope;
  if (content.type !== 'dsse')
    throw new EvidenceFailure(
      proof,
      'log-proof-invalid',
      'the log entry is about an envelope, and the material is none',
    );
  const body = parseJson(entry.canonicalizedBody, verificationLimits.jsonDepth);
  const named = valueAt(body, 'spec', 'content');
  const matches =
    textAt(body, 'kind') === 'intoto' &&
    textAt(body, 'apiVersion') === '0.0.1' &&
    isSha256(valueAt(named, 'payloadHash'), content.payload) &&
    formsOf(envelope, content).some(form =>
      isSha256(valueAt(named, 'hash'), form),
    );
  if (!matches)
    throw new EvidenceFailure(
      proof,
      'log-proof-invalid',
      'the log entry is about another envelope',
    );
  return readAs(entry, {
    kind: 'dsse',
    apiVersion: '0.0.1',
    spec: {
      payloadHash: { value: sha256(content.payload).toString('hex') },
      signatures: [{ signature: envelope.signature.toString('base64') }],
    },
  });
}

/** The library hashes the bytes of a body and reads its text. If it ever read the bytes, it would refuse the kind. */
function readAs(
  entry: TransparencyLogEntry,
  document: { kind: string; apiVersion: string; spec: object },
): TransparencyLogEntry {
  const body = Buffer.from(entry.canonicalizedBody);
  const encode = body.toString.bind(body);
  body.toString = encoding =>
    encoding === 'utf8' ? JSON.stringify(document) : encode(encoding);
  return {
    ...entry,
    kindVersion: { kind: document.kind, version: document.apiVersion },
    canonicalizedBody: body,
  };
}

/**
 * The envelope's bytes as they were uploaded. A bundle does not keep them, but those who upload wrote one of two forms;
 * whatever has the hash is it.
 */
function formsOf(
  { signature, envelopeBytes }: Envelope,
  { payloadType, payload, keyId }: Extract<SignedContent, { type: 'dsse' }>,
): Buffer[] {
  if (envelopeBytes) return [envelopeBytes];
  const sig = signature.toString('base64');
  return [{ keyid: keyId, sig }, { sig }].map(one =>
    Buffer.from(
      JSON.stringify({
        payloadType,
        payload: payload.toString('base64'),
        signatures: [one],
      }),
    ),
  );
}

function isSha256(hash: unknown, bytes: Buffer): boolean {
  const value = textAt(hash, 'value') ?? '';
  return (
    textAt(hash, 'algorithm') === 'sha256' &&
    /^[0-9a-f]{64}$/.test(value) &&
    timingSafeEqual(Buffer.from(value, 'hex'), sha256(bytes))
  );
}
