import { bundleFromJSON, type Bundle } from '@sigstore/bundle';
import { dsse } from '@sigstore/core';
import { toSignedEntity, type SignedEntity } from '@sigstore/verify';
import { EvidenceFailure } from '../../EvidenceFailure';
import { firstLine } from '../../json';
import { verificationLimits } from '../../limits';
import type { Material } from '../../material/Material';
import type {
  Envelope,
  EnvelopeSigner,
  SignedContent,
  SignedManifest,
} from '../Envelope';
import { BytesSignature, DigestSignature } from '../sigstore/signatures';
import { derOf } from '../sigstore/memoNode';
import { TimestampToken } from '../sigstore/TimestampToken';
import { readSignedManifest } from './manifest/readSignedManifest';
import { hashOfMessage } from './messageHash';
import { readBundleDocument } from './readBundleDocument';
import { readCosignLayer } from './readCosignLayer';
import {
  readBareEnvelope,
  readCosignBundle,
  readDetachedSignature,
} from './readFileSignature';

/** A bundle's JSON that passed our own checks, and what it is about. */
export interface BundleDocument {
  document: object;
  /** The signed payload of layouts that keep it beside the bundle. */
  payload?: Buffer;
  /** For a file that keeps its signature inside: how it stands to the payload. */
  manifest?: SignedManifest;
  envelopeBytes?: Buffer;
}

/**
 * From bytes to one form (S4.8: limits and format come first).
 *
 * @param file - the bytes of the file that is verified, where the caller has them
 * @throws EvidenceFailure `limit-exceeded`, `malformed`, `unsupported-format`
 */
export function readEnvelope(material: Material, file?: Uint8Array): Envelope {
  try {
    return read(material, file);
  } catch (error) {
    if (error instanceof EvidenceFailure) throw error;
    // The library answers nonsense with TypeErrors, RangeErrors and OpenSSL's own: all say the same.
    throw new EvidenceFailure('format', 'malformed', firstLine(error), {
      cause: error,
    });
  }
}

function read(material: Material, file: Uint8Array | undefined): Envelope {
  if (material.bytes.length > verificationLimits.materialBytes)
    throw new EvidenceFailure(
      'format',
      'limit-exceeded',
      `the material has more than ${verificationLimits.materialBytes} bytes`,
    );
  const found = readDocument(material);
  const bundle = bundleFromJSON(found.document);
  const entity = toSignedEntity(bundle);
  const content = signedContent(bundle, found);
  const { signature } = entity.signature;
  return {
    signer: signerOf(entity),
    content,
    signature,
    entity: {
      ...entity,
      signature: signatureOver(content, signature, file),
      timestamps: entity.timestamps.map(stamp =>
        stamp.$case === 'timestamp-authority'
          ? { ...stamp, timestamp: TimestampToken.of(stamp.timestamp) }
          : stamp,
      ),
    },
    ...(found.envelopeBytes && { envelopeBytes: found.envelopeBytes }),
  };
}

function readDocument(material: Material): BundleDocument {
  switch (material.format) {
    case 'sigstore-bundle':
      return { document: readBundleDocument(material.bytes) };
    case 'cosign-signature':
    case 'cosign-attestation':
      return readCosignLayer(material);
    case 'cosign-bundle':
      return readCosignBundle(material);
    case 'dsse-envelope':
      return readBareEnvelope(material);
    case 'detached-signature':
      return readDetachedSignature(material);
    case 'signed-manifest':
      return readSignedManifest(material);
    default:
      throw new EvidenceFailure(
        'format',
        'unsupported-format',
        `signed material of the type ${material.mediaType} cannot be read`,
      );
  }
}

function signedContent(
  { content }: Bundle,
  { payload, manifest }: BundleDocument,
): SignedContent {
  if (content.$case === 'dsseEnvelope') {
    const { payloadType, signatures, ...envelope } = content.dsseEnvelope;
    const [{ keyid: keyId }] = signatures;
    return { type: 'dsse', payloadType, payload: envelope.payload, keyId };
  }
  if (payload && manifest) return { type: 'manifest', payload, manifest };
  if (payload) return { type: 'simple-signing', payload };
  const { algorithm, digest } = content.messageSignature.messageDigest;
  return { type: 'digest', hash: hashOfMessage(algorithm), digest };
}

function signatureOver(
  content: SignedContent,
  signature: Buffer,
  file: Uint8Array | undefined,
): SignedEntity['signature'] {
  switch (content.type) {
    case 'dsse': {
      const { payloadType, payload } = content;
      const signed = dsse.preAuthEncoding(payloadType, payload);
      return new BytesSignature(signature, signed, payload);
    }
    case 'simple-signing':
    case 'manifest':
      return new BytesSignature(signature, content.payload, content.payload);
    default:
      return new DigestSignature(signature, content.hash, content.digest, file);
  }
}

function signerOf({ key }: SignedEntity): EnvelopeSigner {
  if (key.$case === 'public-key') return { type: 'key', hint: key.hint };
  const { certificate } = key;
  return {
    type: 'certificate',
    der: derOf(certificate.root),
    certificate,
  };
}
