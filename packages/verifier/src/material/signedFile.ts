import type { MaterialFormat } from '@countersign/domain';
import { digestOf, fromBase64 } from '../encoding';
import { isObject, JsonError, parseJson, type JsonObject } from '../json';
import { LimitError } from '../LookError';

/** One signature of a file that lies beside it, as it was written. */
export interface SignedPart {
  format: MaterialFormat;
  mediaType: string;
  bytes: Uint8Array;
}

const bundle = part(
  'sigstore-bundle',
  'application/vnd.dev.sigstore.bundle+json',
);
const cosignBundle = part('cosign-bundle', 'application/json');
const envelope = part('dsse-envelope', 'application/vnd.dsse.envelope.v1+json');
const detached = part('detached-signature', 'application/octet-stream');

/** Reading more of them takes seconds, in which nobody else gets an answer. */
const mostLines = 5_000;

/**
 * Splits what lies beside a file into its signatures. The content counts and never the name: a bundle is called
 * `.sigstore`, `.bundle` or anything else. Lines of JSON are a signature each, so that one that cannot be read hides no
 * other.
 *
 * @throws LimitError after thousands of lines, when those before have been given
 */
export function* signedParts(
  bytes: Uint8Array,
  jsonDepth: number,
): Generator<SignedPart> {
  if (!looksLikeJson(bytes)) {
    yield withoutJson(bytes);
    return;
  }
  const whole = tryParse(bytes, jsonDepth);
  if (whole !== undefined) {
    yield* signatureOf(bytes, whole);
    return;
  }
  let read = 0;
  for (const line of lines(bytes)) {
    if (read >= mostLines)
      throw new LimitError(
        'materials',
        `A file of signatures has more than ${mostLines} lines.`,
      );
    const value = tryParse(line, jsonDepth);
    // A single document that is broken is one broken bundle, however many lines it was written in.
    if (read === 0 && value === undefined) {
      yield bundle(bytes);
      return;
    }
    read++;
    yield* signatureOf(line, value);
  }
}

function part(format: MaterialFormat, mediaType: string) {
  return (bytes: Uint8Array): SignedPart => ({ format, mediaType, bytes });
}

function* signatureOf(bytes: Uint8Array, value: unknown) {
  if (!isObject(value)) yield bundle(bytes);
  else if (!isUnsignedStatement(value)) yield formOf(value)(bytes);
}

/** What has none of these forms is held to be a bundle, and is then `malformed` for the reason that it has. */
function formOf(document: JsonObject) {
  if ('mediaType' in document) return bundle;
  if ('base64Signature' in document) return cosignBundle;
  if ('payload' in document && 'signatures' in document) return envelope;
  return bundle;
}

/** Statements lie about without any signature, too: these are not signed material. */
function isUnsignedStatement(document: JsonObject): boolean {
  return (
    typeof document._type === 'string' &&
    'predicateType' in document &&
    !('signatures' in document)
  );
}

const longestSignature = 16_384;

/**
 * A detached signature is base64 and nothing else. Anything else (PGP, minisign, raw bytes) is somebody's signature
 * that nobody here can read: that it is there must not read as "nothing there" (S5.4).
 */
function withoutJson(bytes: Uint8Array): SignedPart {
  if (bytes.length <= longestSignature) {
    const text = Buffer.from(bytes).toString('latin1').replace(/\s/g, '');
    if (text !== '' && fromBase64(text)) return detached(bytes);
  }
  const mediaType = /^-----BEGIN PGP /.test(startOf(bytes))
    ? 'application/pgp-signature'
    : 'application/octet-stream';
  // That it is there is all that is kept of it.
  const note = JSON.stringify({ file: digestOf(bytes) });
  return part('unknown', mediaType)(Buffer.from(note));
}

function startOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 64)).toString('latin1').trimStart();
}

function looksLikeJson(bytes: Uint8Array): boolean {
  return startOf(bytes).startsWith('{');
}

/** `null` for JSON that is nested too deeply: it is one document, and its verification says so. */
function tryParse(bytes: Uint8Array, depth: number): unknown {
  try {
    return parseJson(bytes, depth);
  } catch (error) {
    return error instanceof JsonError && error.reason === 'too-deep'
      ? null
      : undefined;
  }
}

const newline = 0x0a;

function* lines(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; ) {
    const next = bytes.indexOf(newline, start);
    const end = next === -1 ? bytes.length : next;
    const line = bytes.subarray(start, end);
    if (line.some(byte => byte > 0x20)) yield line;
    start = end + 1;
  }
}
