/* eslint-disable jest/no-disabled-tests, jest/valid-describe-callback, jest/valid-title -- real data is not everywhere */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '@countersign/domain';
import {
  corpusFolder,
  type Descriptor,
  type Repository,
} from '@countersign/sandbox';

const folder = corpusFolder();

/** `describe` over real data: where the data is absent, the name of the skipped suite says so. */
export function describeCorpus(name: string, suite: () => void) {
  if (folder) describe(name, suite);
  else describe.skip(`${name} (skipped: no corpus, set SANDBOX_CORPUS)`, suite);
}

export function corpusPath(...path: string[]): string {
  return join(folder ?? '', ...path);
}

export function corpusFile(...path: string[]): Buffer {
  return readFileSync(corpusPath(...path));
}

interface LayoutIndex {
  manifests: (Descriptor & { annotations: { kind: string } })[];
}

/** Serves one of the real images with its `.att` tag, as a registry holds it. */
export function serveCorpusImage(name: string, repository: Repository): Digest {
  const index: LayoutIndex = JSON.parse(
    corpusFile('images', name, 'index.json').toString(),
  );
  const image = index.manifests.find(m =>
    /\/image(Index)?$/.test(m.annotations.kind),
  );
  const attestations = index.manifests.find(m =>
    m.annotations.kind.endsWith('/atts'),
  );
  if (!image || !attestations) throw new Error(`${name} is no signed image`);
  const digest = image.digest as Digest;
  serve(name, repository, digest);
  serve(
    name,
    repository,
    attestations.digest as Digest,
    `${digest.replace(':', '-')}.att`,
  );
  repository.tags.set('v1', digest);
  return digest;
}

function serve(
  name: string,
  repository: Repository,
  digest: Digest,
  tag?: string,
) {
  const bytes = blob(name, digest);
  if (!bytes) return;
  const manifest = JSON.parse(bytes.toString());
  repository.manifests.set(digest, {
    mediaType: manifest.mediaType,
    bytes,
  });
  if (tag !== undefined) repository.tags.set(tag, digest);
  for (const layer of manifest.layers ?? []) {
    const content = blob(name, layer.digest);
    if (content) repository.blobs.set(layer.digest, content);
  }
}

function blob(name: string, digest: string): Buffer | undefined {
  const path = corpusPath('images', name, 'blobs', ...digest.split(':'));
  return existsSync(path) ? readFileSync(path) : undefined;
}
