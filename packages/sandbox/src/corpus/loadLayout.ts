import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDigest, type Digest } from '@countersign/domain';
import type { Descriptor, Repository } from '../registry';

/**
 * A folder that is not what an OCI image layout has to be.
 *
 * @public
 */
export class LayoutError extends Error {
  readonly name = 'LayoutError';
}

interface ManifestJson {
  manifests?: Descriptor[];
  config?: Descriptor;
  layers?: Descriptor[];
}

/**
 * Serves an OCI image layout as a repository.
 *
 * @remarks
 * cosign's kinds in `index.json` decide the tags: `image` and `imageIndex` get `tag`, `sigs` and `atts` get the tag of
 * the image's digest. Entries without a kind get their `org.opencontainers.image.ref.name`, and the first of them
 * `tag`. Bytes are served as the folder holds them, also where they do not match their digest.
 *
 * @throws {@link LayoutError}
 */
export async function loadLayout(
  folder: string,
  repository: Repository,
  tag: string,
): Promise<Digest> {
  const index: ManifestJson = await readJson(join(folder, 'index.json'));
  const entries = index.manifests ?? [];
  const image = entries.find(isImage) ?? entries[0];
  if (!image) throw new LayoutError(`${folder}/index.json lists no image`);
  for (const entry of entries) await loadManifest(folder, repository, entry);
  repository.tags.set(tag, image.digest);
  const digestTag = image.digest.replace(':', '-');
  for (const entry of entries) {
    const name = entry.annotations?.['org.opencontainers.image.ref.name'];
    if (name) repository.tags.set(name, entry.digest);
    if (kindOf(entry) === 'sigs')
      repository.tags.set(`${digestTag}.sig`, entry.digest);
    if (kindOf(entry) === 'atts')
      repository.tags.set(`${digestTag}.att`, entry.digest);
  }
  return image.digest;
}

function kindOf(entry: Descriptor): string | undefined {
  return entry.annotations?.kind?.split('/').pop();
}

function isImage(entry: Descriptor): boolean {
  const kind = kindOf(entry);
  return kind === undefined || kind === 'image' || kind === 'imageIndex';
}

async function loadManifest(
  folder: string,
  repository: Repository,
  entry: Descriptor,
): Promise<void> {
  if (repository.manifests.has(entry.digest)) return;
  const bytes = await readContent(folder, entry.digest);
  // A layout may leave children out: platforms that nobody copied.
  if (!bytes) return;
  repository.manifests.set(entry.digest, { mediaType: entry.mediaType, bytes });
  const json = parse(bytes);
  for (const child of json.manifests ?? [])
    await loadManifest(folder, repository, child);
  for (const blob of [json.config, ...(json.layers ?? [])]) {
    const content = blob && (await readContent(folder, blob.digest));
    if (blob && content) repository.blobs.set(blob.digest, content);
  }
}

/** Only a digest becomes part of a path: the layout may be anybody's. */
async function readContent(
  folder: string,
  digest: string,
): Promise<Buffer | undefined> {
  if (!isDigest(digest)) return undefined;
  const path = join(folder, 'blobs', ...digest.split(':'));
  return readFile(path).catch(() => undefined);
}

function parse(bytes: Buffer): ManifestJson {
  try {
    return JSON.parse(bytes.toString()) ?? {};
  } catch {
    return {};
  }
}

async function readJson(path: string): Promise<ManifestJson> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new LayoutError(`${path} is not an OCI image layout: ${error}`);
  }
}
