import { X509Certificate } from '@sigstore/core';
import { EvidenceFailure } from '../../EvidenceFailure';
import {
  isObject,
  JsonError,
  parseJson,
  textAt,
  valueAt,
  type JsonObject,
} from '../../json';
import { verificationLimits } from '../../limits';
import { checkBytes } from './checkBytes';
import { checkSizes } from './checkSizes';

const bundleTypes = new Set([
  'application/vnd.dev.sigstore.bundle+json;version=0.1',
  'application/vnd.dev.sigstore.bundle+json;version=0.2',
  'application/vnd.dev.sigstore.bundle+json;version=0.3',
  'application/vnd.dev.sigstore.bundle.v0.3+json',
]);

/** Checks of a Sigstore bundle that the library leaves out or makes only after expensive work. */
export function readBundleDocument(bytes: Uint8Array): JsonObject {
  const document = parse(bytes);
  const mediaType = textAt(document, 'mediaType');
  if (mediaType === undefined) throw malformed('the bundle has no media type');
  // The library reads a version that it does not know as the newest that it knows.
  if (!bundleTypes.has(mediaType))
    throw new EvidenceFailure(
      'format',
      'unsupported-format',
      `bundles of the type ${mediaType} cannot be read`,
    );
  const material = valueAt(document, 'verificationMaterial');
  checkSizes(material);
  checkBytes(document);
  checkEntries(list(material, 'logEntries', 'tlogEntries'));
  list(
    material,
    'timestamps',
    'timestampVerificationData',
    'rfc3161Timestamps',
  );
  checkChain(
    list(material, 'certificates', 'x509CertificateChain', 'certificates'),
  );
  return document;
}

export function parse(bytes: Uint8Array): JsonObject {
  try {
    const document = parseJson(bytes, verificationLimits.jsonDepth);
    if (isObject(document)) return document;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    if (error.reason === 'too-deep')
      throw new EvidenceFailure('format', 'limit-exceeded', error.message);
    throw malformed(error.message);
  }
  throw malformed('the material is not a JSON object');
}

/** Lists are counted before anything in them costs time: a bundle of pasted entries blocked verifiers for seconds. */
function list(
  material: unknown,
  limit: 'logEntries' | 'timestamps' | 'certificates',
  ...path: string[]
): unknown[] {
  const found = valueAt(material, ...path) ?? [];
  if (!Array.isArray(found)) throw malformed(`${path.join('.')} is not a list`);
  if (found.length > verificationLimits[limit])
    throw new EvidenceFailure(
      'format',
      'limit-exceeded',
      `the bundle has more than ${verificationLimits[limit]} ${path.at(-1)}`,
    );
  return found;
}

const index = /^[0-9]{1,18}$/;
const seconds = /^[0-9]{1,12}$/;

function checkEntries(entries: unknown[]) {
  for (const entry of entries) {
    check(valueAt(entry, 'logIndex'), index, 'log index');
    check(valueAt(entry, 'integratedTime'), seconds, 'integration time');
    check(
      valueAt(entry, 'inclusionProof', 'logIndex'),
      index,
      'log index of a proof',
    );
  }
}

function check(value: unknown, form: RegExp, what: string) {
  if (value !== undefined && !form.test(String(value)))
    throw malformed(`the ${what} is not a number`);
}

/** A root inside a bundle could only serve to be taken for trust; the format forbids it. */
function checkChain(certificates: unknown[]) {
  for (const certificate of certificates) {
    const der = Buffer.from(textAt(certificate, 'rawBytes') ?? '', 'base64');
    const { subject, issuer } = X509Certificate.parse(der);
    if (subject.equals(issuer))
      throw malformed('the bundle brings a root certificate of its own');
  }
}

function malformed(message: string) {
  return new EvidenceFailure('format', 'malformed', message);
}
