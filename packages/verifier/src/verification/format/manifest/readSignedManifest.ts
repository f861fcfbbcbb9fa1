import { gunzipSync } from 'node:zlib';
import { digestOf, sha256 } from '../../../encoding';
import { EvidenceFailure } from '../../../EvidenceFailure';
import { isObject, valueAt, type JsonObject } from '../../../json';
import { verificationLimits } from '../../../limits';
import type { Material } from '../../../material/Material';
import { checkSizes } from '../checkSizes';
import { parse } from '../readBundleDocument';
import { base64, logEntryPart, signerPart } from '../readCosignLayer';
import type { BundleDocument } from '../readEnvelope';
import {
  isSameManifest,
  readManifest,
  type ManifestDocuments,
} from './sameManifest';
import { untar } from './untar';

const prefix = 'cosign.sigstore.dev/';
const parts = ['message', 'signature', 'certificate', 'bundle'] as const;

type SignatureParts = Partial<Record<(typeof parts)[number], string>>;

/**
 * Reads a Kubernetes manifest that carries its signature in its own annotations. What is signed is an older form of the
 * manifest, kept in an annotation as well: the signature covers this file where that form and the file without these
 * annotations say the same.
 *
 * @remarks Source: k8s-manifest-sigstore. Stricter than it: no fields are passed over, and the whole file must be what
 * was signed, not one of its documents.
 */
export function readSignedManifest(material: Material): BundleDocument {
  const documents = readManifest(textOf(material.bytes, 'the manifest'), 'it');
  const signature = takeParts(documents);
  const payload = unpacked(signature.message ?? '', 'message');
  const signed = readManifest(signedText(payload), 'what was signed');
  return {
    document: bundleOf(signature, payload),
    payload,
    manifest: {
      digest: digestOf(material.bytes),
      isSame: isSameManifest(documents, withoutParts(signed)),
    },
  };
}

function bundleOf(
  { signature, certificate, bundle }: SignatureParts,
  payload: Buffer,
) {
  const pem = certificate && unpacked(certificate, 'certificate').toString();
  const record = bundle && parse(unpacked(bundle, 'log entry'));
  const verificationMaterial = {
    ...signerPart(pem),
    tlogEntries: record ? [logEntryPart(record)] : [],
  };
  checkSizes(verificationMaterial);
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    verificationMaterial,
    messageSignature: {
      messageDigest: {
        algorithm: 'SHA2_256',
        digest: sha256(payload).toString('base64'),
      },
      signature: base64(signature, 'signature'),
    },
  };
}

/** Takes the annotations off every document, and gives back what they say; all documents must say the same. */
function takeParts(documents: ManifestDocuments): SignatureParts {
  const said = Object.values(documents).flatMap(list => list.map(take));
  const [first = {}, ...others] = said;
  const isOne = others.every(other =>
    parts.every(part => other[part] === first[part]),
  );
  if (!isOne) throw unsupported('its documents carry different signatures');
  if (first.signature === undefined || first.message === undefined)
    throw unsupported('its signature does not lie in its annotations');
  return first;
}

/** A manifest that is signed anew was signed without the annotations of before. */
function withoutParts(documents: ManifestDocuments): ManifestDocuments {
  Object.values(documents).forEach(list => list.forEach(take));
  return documents;
}

function take(document: JsonObject): SignatureParts {
  const metadata = valueAt(document, 'metadata');
  const annotations = valueAt(metadata, 'annotations');
  if (!isObject(metadata) || !isObject(annotations)) return {};
  const taken: SignatureParts = {};
  for (const part of parts) {
    const value = annotations[`${prefix}${part}`];
    if (typeof value === 'string') {
      taken[part] = value;
      delete annotations[`${prefix}${part}`];
    }
  }
  if (Object.keys(annotations).some(key => key.startsWith(prefix)))
    throw unsupported(
      'it has annotations of a signature that nobody here knows',
    );
  if (Object.keys(annotations).length === 0) delete metadata.annotations;
  return taken;
}

const gzipMark = Buffer.from([0x1f, 0x8b]);

/** What is signed is an archive of manifests or, with `--tarball=no`, the manifest itself. */
function signedText(payload: Buffer): string {
  if (!payload.subarray(0, 2).equals(gzipMark))
    return textOf(payload, 'what was signed');
  const manifests = untar(gunzip(payload, 'message')).filter(({ name }) =>
    /\.ya?ml$/.test(name),
  );
  return manifests
    .map(({ bytes }) => textOf(bytes, 'what was signed'))
    .join('\n---\n');
}

/** Annotations hold base64 of gzip of whatever they are called after. */
function unpacked(annotation: string, what: string): Buffer {
  return gunzip(Buffer.from(base64(annotation, what), 'base64'), what);
}

/** A few bytes can unpack to gigabytes. */
function gunzip(bytes: Buffer, what: string): Buffer {
  try {
    return gunzipSync(bytes, {
      maxOutputLength: verificationLimits.manifestBytes,
    });
  } catch (error) {
    const isTooLarge = isObject(error) && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooLarge
      ? tooLarge(`the ${what} of the signature`)
      : new EvidenceFailure(
          'format',
          'malformed',
          `the ${what} of the signature cannot be unpacked`,
          { cause: error },
        );
  }
}

function textOf(bytes: Uint8Array, what: string): string {
  if (bytes.length > verificationLimits.manifestBytes) throw tooLarge(what);
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function tooLarge(what: string) {
  return new EvidenceFailure(
    'format',
    'limit-exceeded',
    `${what} has more than ${verificationLimits.manifestBytes} bytes`,
  );
}

function unsupported(why: string) {
  return new EvidenceFailure(
    'format',
    'unsupported-format',
    `the signed manifest cannot be read: ${why}`,
  );
}
