import { DEFAULT_NAMESPACE, type Entity } from '@backstage/catalog-model';
import { nearestKey } from '@countersign/domain';

/** A field of an entity, as configuration names it. */
export interface Field {
  /** As it was written. */
  text: string;
  path: readonly string[];
}

/** What discovery asks the catalog for (entitiesToLocate.ts); nothing else could ever be there. */
const ofMetadata = ['name', 'namespace', 'title', 'description', 'tags'];
const ofSpec = ['type', 'owner', 'system', 'lifecycle'];

/** Not one text each. */
const unreadable = ['labels', 'annotations', 'links'];

const oneName = /^[A-Za-z][A-Za-z0-9_-]*$/;
const inMap =
  /^metadata\.(labels|annotations)(?:\.([^"'[\]]+)|\["([^"'[\]]+)"\]|\['([^"'[\]]+)'\])$/;
const keyForm = /^[A-Za-z0-9][A-Za-z0-9_./-]*$/;

/**
 * Reads `kind`, `metadata.name`, `metadata.labels.tier`, `metadata.annotations["acme.io/image"]` or `spec.type`. Labels
 * and annotations have one level, so that their names need no quotes, as in the filters of the catalog.
 *
 * @throws Error where no entity that discovery reads can have the field
 */
export function parseField(text: string): Field {
  const [, map, plain, double, single] = inMap.exec(text) ?? [];
  const key = plain ?? double ?? single;
  if (map !== undefined && keyForm.test(key))
    return { text, path: ['metadata', map, key] };
  if (text === 'kind') return { text, path: ['kind'] };
  const [root, name = '', ...rest] = text.split('.');
  if (rest.length === 0 && root === 'spec' && ofSpec.includes(name))
    return { text, path: [root, name] };
  if (rest.length === 0 && root === 'metadata' && isReadable(name))
    return { text, path: [root, name] };
  throw unknownField(text, root, name);
}

/** A field of a company's own, unless it looks like one of everybody's with a mistake in it. */
function isReadable(name: string): boolean {
  if (ofMetadata.includes(name)) return true;
  return (
    oneName.test(name) &&
    !unreadable.includes(name) &&
    nearestKey(name, [...ofMetadata, ...unreadable]) === undefined
  );
}

function unknownField(text: string, root: string, name: string): Error {
  const known = root === 'spec' ? ofSpec : ofMetadata;
  const nearest = nearestKey(name, known);
  return new Error(
    `"${text}" is no field that is read; ${
      nearest && (root === 'spec' || root === 'metadata')
        ? `did you mean "${root}.${nearest}"?`
        : `there are kind, metadata.name, metadata.labels.x, metadata.annotations.x, ${ofSpec
            .map(one => `spec.${one}`)
            .join(', ')}`
    }`,
  );
}

/** Whatever the entity has there; nothing that it inherits. */
export function readField(entity: Entity, { path }: Field): unknown {
  let value: unknown = entity;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (!Object.hasOwn(value, name))
      return path[1] === 'namespace' ? DEFAULT_NAMESPACE : undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value ?? undefined;
}
