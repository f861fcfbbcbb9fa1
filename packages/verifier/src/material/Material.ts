import {
  isDigest,
  materialFormats,
  materialSources,
  type Digest,
  type MaterialEntry,
  type MaterialFormat,
  type MaterialSource,
} from '@countersign/domain';
import { canonicalJson, digestOf, fromBase64 } from '../encoding';
import { isObject, parseJson } from '../json';

/**
 * Signed material: its bytes kept exactly, and enough to verify it again without any network (S1.3).
 *
 * @public
 */
export interface Material extends MaterialEntry {
  /** The envelope, bundle or payload, exactly as it was fetched. */
  bytes: Uint8Array;
  /** Annotations of the layer that carry signature, certificate and log entry; empty for bundles. */
  annotations: Record<string, string>;
  /** As the layer says it; for bundles beside files, the general one. */
  mediaType: string;
  /**
   * Digests of the file beside which the material lay, taken while the file was hashed: a signature over another hash
   * than SHA-256 can then be verified without the file, and for that file only.
   */
  subjectDigests?: SubjectDigests;
}

/**
 * Digests of one file by hash; lower-case hexadecimal.
 *
 * @public
 */
export interface SubjectDigests {
  /** Ties the others to the subject: nobody could tell by them alone which file they are of. */
  sha256: string;
  sha384: string;
  sha512: string;
}

/** Where the older cosign layouts keep what a bundle keeps inside. */
export const signatureAnnotations = {
  signature: 'dev.cosignproject.cosign/signature',
  certificate: 'dev.sigstore.cosign/certificate',
  chain: 'dev.sigstore.cosign/chain',
  bundle: 'dev.sigstore.cosign/bundle',
  timestamp: 'dev.sigstore.cosign/rfc3161timestamp',
  /** Ours, for signatures that lie beside a file and do not name it: the digest of that file. */
  subject: 'countersign.dev/subject',
} as const;

const kept = new Set<string>(Object.values(signatureAnnotations));

/** Layouts that keep parts of the signature beside the bytes. */
const annotated = new Set<MaterialFormat>([
  'cosign-signature',
  'cosign-attestation',
  'cosign-bundle',
  'detached-signature',
]);

/** Gives bytes their digest. Annotations that carry no part of the signature are left behind. */
export function toMaterial(found: {
  source: MaterialSource;
  format: MaterialFormat;
  mediaType: string;
  bytes: Uint8Array;
  annotations?: Record<string, string>;
  subjectDigests?: SubjectDigests;
}): Material {
  const annotations = annotated.has(found.format)
    ? Object.fromEntries(
        Object.entries(found.annotations ?? {}).filter(([key]) =>
          kept.has(key),
        ),
      )
    : {};
  const material = { ...found, annotations };
  return { ...material, digest: materialDigest(material) };
}

/**
 * Covers everything that verification reads: the bytes, the annotations and how both are to be understood. Evidence is
 * keyed by it (S1.5), so nothing that could change a result may lie outside.
 */
export function materialDigest(
  material: Pick<
    Material,
    'format' | 'mediaType' | 'annotations' | 'subjectDigests' | 'bytes'
  >,
): Digest {
  const head = canonicalJson({
    format: material.format,
    mediaType: material.mediaType,
    annotations: material.annotations,
    subjectDigests: material.subjectDigests,
  });
  return digestOf(`countersign-material-v1\n${head}\n`, material.bytes);
}

/**
 * The stored form of a material: JSON, bytes in base64.
 *
 * @public
 */
export function encodeMaterial(material: Material): Uint8Array {
  return Buffer.from(
    canonicalJson({
      version: 1,
      digest: material.digest,
      source: material.source,
      format: material.format,
      mediaType: material.mediaType,
      annotations: material.annotations,
      subjectDigests: material.subjectDigests,
      bytes: Buffer.from(material.bytes).toString('base64'),
    }),
  );
}

/**
 * Reads the stored form back.
 *
 * @throws Error when the stored form is damaged: its digest is computed again.
 * @public
 */
export function decodeMaterial(encoded: Uint8Array): Material {
  const stored = parseJson(encoded, 4);
  if (!isObject(stored) || stored.version !== 1)
    throw new Error('stored material has an unknown form');
  const material = {
    source: oneOf(materialSources, stored.source),
    format: oneOf(materialFormats, stored.format),
    mediaType: text(stored.mediaType),
    annotations: texts(stored.annotations),
    ...(stored.subjectDigests !== undefined && {
      subjectDigests: digests(stored.subjectDigests),
    }),
    bytes: fromBase64(text(stored.bytes)),
  };
  const { bytes } = material;
  if (!bytes) throw new Error('stored material has bytes that are not base64');
  const digest = materialDigest({ ...material, bytes });
  if (!isDigest(stored.digest) || stored.digest !== digest)
    throw new Error('stored material does not match its digest');
  return { ...material, bytes, digest };
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T {
  const found = known.find(name => name === value);
  if (found === undefined)
    throw new Error('stored material is of no known kind');
  return found;
}

function text(value: unknown): string {
  if (typeof value !== 'string')
    throw new Error('stored material lacks a field');
  return value;
}

function digests(value: unknown): SubjectDigests {
  const { sha256, sha384, sha512, ...rest } = texts(value);
  const fit =
    /^[0-9a-f]{64}$/.test(sha256 ?? '') &&
    /^[0-9a-f]{96}$/.test(sha384 ?? '') &&
    /^[0-9a-f]{128}$/.test(sha512 ?? '');
  if (!fit || Object.keys(rest).length > 0)
    throw new Error('stored material has digests that are none');
  return { sha256, sha384, sha512 };
}

function texts(value: unknown): Record<string, string> {
  if (!isObject(value)) throw new Error('stored material lacks a field');
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, text(entry)]),
  );
}
