import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '@countersign/domain';
import type { FileServer } from '../files';
import type { Registry } from '../registry';
import { loadLayout } from './loadLayout';

/** One image of a folder, as it is served. */
export interface AddedImage {
  /** Name of the folder under `images/`. */
  name: string;
  /** Repository with the prefix, without the host. */
  repository: string;
  tag: string;
  digest: Digest;
}

/**
 * Serves everything that a folder of the corpus's form holds: `images/<name>` as repository `<prefix>/<name>`,
 * `files/<path>` as `<prefix>/<path>`.
 *
 * @returns the images, and the names of all repositories and files that are read from the folder on every start
 */
export async function addFolder(
  folder: string,
  prefix: string,
  servers: { registry: Registry; files: FileServer },
): Promise<{ images: AddedImage[]; names: string[] }> {
  const images: AddedImage[] = [];
  for (const name of await list(join(folder, 'images'))) {
    const repository = `${prefix}/${slugOf(name)}`;
    const tag = tagOf(name);
    const digest = await loadLayout(
      join(folder, 'images', name),
      servers.registry.repository(repository),
      tag,
    );
    images.push({ name, repository, tag, digest });
  }
  const filesFolder = join(folder, 'files');
  const files = await listRecursively(filesFolder);
  for (const path of files)
    servers.files.put(
      `${prefix}/${path}`,
      await readFile(join(filesFolder, path)),
    );
  const names = [
    ...images.map(({ repository }) => repository),
    ...files.map(path => `${prefix}/${path}`),
  ];
  return { images, names };
}

/** A folder's name as registries and the catalog take names. */
function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
}

/** The version at the end of a folder's name, `v1.4.0` of `tool-v1.4.0`; else `latest`. */
function tagOf(name: string): string {
  return /-(v\d[\w.]*)$/.exec(name)?.[1] ?? 'latest';
}

async function list(folder: string): Promise<string[]> {
  return existsSync(folder) ? (await readdir(folder)).sort() : [];
}

async function listRecursively(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
