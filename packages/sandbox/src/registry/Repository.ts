import { isDigest, type Digest } from '@countersign/domain';
import { digestOf, mediaTypes, type Descriptor } from './descriptor';

/** @public */
export interface StoredManifest {
  mediaType: string;
  bytes: Buffer;
}

/**
 * One repository of a registry: blobs, manifests by digest, and tags.
 *
 * @public
 */
export class Repository {
  readonly blobs = new Map<Digest, Buffer>();
  readonly manifests = new Map<Digest, StoredManifest>();
  readonly tags = new Map<string, Digest>();
  /** Where `false`, the Referrers API answers 404, as in registries that do not have it. */
  referrersApi = true;

  constructor(readonly name: string) {}

  putBlob(
    bytes: Uint8Array,
    mediaType = 'application/octet-stream',
  ): Descriptor {
    const digest = digestOf(bytes);
    this.blobs.set(digest, Buffer.from(bytes));
    return { mediaType, digest, size: bytes.length };
  }

  /** Stores a manifest; an object is written as JSON without spaces. */
  putManifest(
    manifest: object | Uint8Array,
    options: { tag?: string; mediaType?: string } = {},
  ): Descriptor {
    const bytes =
      manifest instanceof Uint8Array
        ? Buffer.from(manifest)
        : Buffer.from(JSON.stringify(manifest));
    const mediaType =
      options.mediaType ??
      stringField(manifest, 'mediaType') ??
      mediaTypes.manifest;
    const digest = digestOf(bytes);
    this.manifests.set(digest, { mediaType, bytes });
    if (options.tag !== undefined) this.tags.set(options.tag, digest);
    return { mediaType, digest, size: bytes.length };
  }

  /** @param reference - A digest or a tag. */
  resolve(
    reference: string,
  ): (StoredManifest & { digest: Digest }) | undefined {
    const digest = isDigest(reference) ? reference : this.tags.get(reference);
    const manifest = digest && this.manifests.get(digest);
    return manifest && { ...manifest, digest };
  }

  /** A digest takes the manifest and every tag on it; a tag goes alone. */
  delete(reference: string): boolean {
    if (!isDigest(reference)) return this.tags.delete(reference);
    for (const [tag, digest] of this.tags)
      if (digest === reference) this.tags.delete(tag);
    return this.manifests.delete(reference);
  }

  /** Every manifest that names this digest as its subject (OCI distribution 1.1, "Listing Referrers"). */
  referrers(subject: Digest): Descriptor[] {
    const found: Descriptor[] = [];
    for (const [digest, manifest] of this.manifests) {
      const json = parseManifest(manifest.bytes);
      if (json?.subject?.digest !== subject) continue;
      found.push({
        mediaType: manifest.mediaType,
        digest,
        size: manifest.bytes.length,
        artifactType: json.artifactType ?? json.config?.mediaType,
        annotations: json.annotations,
      });
    }
    return found;
  }
}

interface ManifestJson {
  subject?: { digest?: string };
  artifactType?: string;
  config?: { mediaType?: string };
  annotations?: Record<string, string>;
}

/** Pushed bytes may be anything: what is not JSON has no subject. */
export function parseManifest(bytes: Buffer): ManifestJson | undefined {
  try {
    const json: unknown = JSON.parse(bytes.toString());
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}

function stringField(value: object, name: string): string | undefined {
  const field = (value as Record<string, unknown>)[name];
  return typeof field === 'string' ? field : undefined;
}
