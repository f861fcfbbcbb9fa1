import { isDigest, type Digest } from '@countersign/domain';
import {
  isObject,
  JsonError,
  parseJson,
  textAt,
  valueAt,
  type JsonObject,
} from '../json';
import type { Limits } from '../limits';
import { LimitError, LookError, lookError } from '../LookError';

/** What an OCI descriptor says, as far as it is needed. */
export interface Descriptor {
  mediaType: string;
  digest: Digest;
  size: number;
  artifactType?: string;
  /** Where it runs, in an index; absent where that cannot be read. */
  platform?: Platform;
  annotations: Record<string, string>;
}

export interface Platform {
  os: string;
  architecture: string;
  variant?: string;
}

/** A manifest or an index; the other's list is empty. */
export interface Manifest {
  mediaType: string;
  isIndex: boolean;
  /** What the document says it is, else the type of its configuration. */
  artifactType?: string;
  configType?: string;
  layers: Descriptor[];
  manifests: Descriptor[];
  /** Why a list lacks entries that are in the document. Whoever reads a list to its end has to say so (S5.4). */
  problem?: LookError;
}

export const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

const indexTypes = new Set([manifestTypes[0], manifestTypes[3]]);

/**
 * Reads the bytes of a manifest that matched its digest.
 *
 * @remarks The document's own `mediaType` counts, never the header: the header is not covered by the digest, and one
 * document read as two kinds has been an attack (CVE-2021-41190).
 * @throws LookError `malformed` or a limit, origin `material`
 */
export function parseManifest(
  bytes: Uint8Array,
  limits: Limits,
  what: string,
): Manifest {
  const document = readDocument(bytes, limits, what);
  const layers = list(document, 'layers', what);
  const manifests = list(document, 'manifests', what);
  if (layers && manifests)
    throw malformed(what, 'it is a manifest and an index at once');
  if (document.schemaVersion !== 2 || (!layers && !manifests))
    throw malformed(what, 'it is neither a manifest nor an index');
  const mediaType = document.mediaType ?? manifestTypes[manifests ? 0 : 1];
  if (typeof mediaType !== 'string' || !manifestTypes.includes(mediaType))
    throw malformed(what, 'its media type is not one of a manifest');
  if (indexTypes.has(mediaType) !== (manifests !== undefined))
    throw malformed(what, 'its media type is not the one of its content');
  const configType = valueAt(document, 'config', 'mediaType');
  const artifactType = document.artifactType ?? configType;
  const problem = layers?.problem ?? manifests?.problem;
  return {
    mediaType,
    isIndex: manifests !== undefined,
    ...(typeof artifactType === 'string' && { artifactType }),
    ...(typeof configType === 'string' && { configType }),
    layers: layers?.entries ?? [],
    manifests: manifests?.entries ?? [],
    ...(problem && { problem }),
  };
}

function readDocument(bytes: Uint8Array, limits: Limits, what: string) {
  try {
    const document = parseJson(bytes, limits.jsonDepth);
    if (isObject(document)) return document;
  } catch (error) {
    if (error instanceof JsonError && error.reason === 'too-deep')
      throw new LimitError(
        'jsonDepth',
        `The manifest of ${what}: ${error.message}.`,
      );
  }
  throw malformed(what, 'it is not a JSON object');
}

/**
 * Entries are read one by one: a stranger's that cannot be read must not hide the others (S5.2). How many there are is
 * limited by the bytes of the document.
 */
function list(
  document: JsonObject,
  key: string,
  what: string,
): { entries: Descriptor[]; problem?: LookError } | undefined {
  const found = document[key];
  if (found === undefined) return undefined;
  // Go writes an empty list as null, and some registries let it out.
  if (found === null) return { entries: [] };
  if (!Array.isArray(found)) throw malformed(what, `its ${key} are not a list`);
  const entries: Descriptor[] = [];
  let problem: LookError | undefined;
  for (const entry of found)
    try {
      entries.push(descriptor(entry, what));
    } catch (error) {
      if (!(error instanceof LookError)) throw error;
      problem ??= error;
    }
  return { entries, problem };
}

function descriptor(entry: unknown, what: string): Descriptor {
  if (!isObject(entry)) throw malformed(what, 'a descriptor is not an object');
  const { mediaType, digest, size, artifactType } = entry;
  if (typeof mediaType !== 'string')
    throw malformed(what, 'a descriptor has no media type');
  if (!isDigest(digest))
    throw malformed(what, 'a descriptor has no SHA-256 digest');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw malformed(what, 'a descriptor has no size');
  return {
    mediaType,
    digest,
    size,
    ...(typeof artifactType === 'string' && { artifactType }),
    ...platform(entry.platform),
    annotations: annotations(entry.annotations, what),
  };
}

const platformPart = /^[\w.-]{1,64}$/;

/** A platform that cannot be read is none: then nothing says that a child does not run. */
function platform(value: unknown): { platform?: Platform } {
  const os = textAt(value, 'os') ?? '';
  const architecture = textAt(value, 'architecture') ?? '';
  const variant = textAt(value, 'variant') ?? '';
  if (!platformPart.test(os) || !platformPart.test(architecture)) return {};
  const hasVariant = platformPart.test(variant);
  return { platform: { os, architecture, ...(hasVariant && { variant }) } };
}

function annotations(value: unknown, what: string): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw malformed(what, 'annotations are not an object');
  const entries = Object.entries(value);
  if (entries.some(([, text]) => typeof text !== 'string'))
    throw malformed(what, 'an annotation is not a text');
  return Object.fromEntries(entries) as Record<string, string>;
}

function malformed(what: string, why: string) {
  return lookError(
    'malformed',
    'material',
    `The manifest of ${what} cannot be read: ${why}.`,
  );
}
