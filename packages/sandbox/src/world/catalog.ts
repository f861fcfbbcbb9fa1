import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { parseAllDocuments } from 'yaml';

/**
 * A catalog file that cannot be read.
 *
 * @public
 */
export class CatalogFileError extends Error {
  readonly name = 'CatalogFileError';
}

/** Host and port of the servers, which are known only once they run. */
export interface Placeholders {
  registry: string;
  files: string;
}

/** The entities of Acme Pay. */
export function readOwnCatalog(placeholders: Placeholders): Promise<Entity[]> {
  return readCatalog(
    resolvePackagePath('@countersign/sandbox', 'catalog'),
    placeholders,
  );
}

/**
 * Every entity in the YAML files of a folder, with `{{ registry }}` and `{{ files }}` replaced.
 *
 * @throws {@link CatalogFileError} with the file's name.
 */
export async function readCatalog(
  folder: string,
  placeholders: Placeholders,
): Promise<Entity[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter(name => /\.ya?ml$/.test(name));
  const entities: Entity[] = [];
  for (const name of names.sort()) {
    const text = await readFile(join(folder, name), 'utf8');
    entities.push(...parseFile(name, fill(text, placeholders)));
  }
  return entities;
}

function fill(text: string, placeholders: Placeholders): string {
  return text
    .replace(/\{\{\s*registry\s*\}\}/g, placeholders.registry)
    .replace(/\{\{\s*files\s*\}\}/g, placeholders.files);
}

function parseFile(name: string, text: string): Entity[] {
  return parseAllDocuments(text).flatMap(document => {
    if (document.errors.length > 0)
      throw new CatalogFileError(`${name}: ${document.errors[0].message}`);
    const value: unknown = document.toJS();
    if (value === null || value === undefined) return [];
    if (!isEntity(value))
      throw new CatalogFileError(
        `${name}: an entity needs apiVersion, kind and metadata.name`,
      );
    return [value];
  });
}

function isEntity(value: unknown): value is Entity {
  const entity = value as Partial<Entity>;
  return (
    typeof value === 'object' &&
    typeof entity.apiVersion === 'string' &&
    typeof entity.kind === 'string' &&
    typeof entity.metadata?.name === 'string'
  );
}
