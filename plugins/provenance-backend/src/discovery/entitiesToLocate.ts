import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';

/** Entities of one answer, of which all locators are asked at once. */
export const pageSize = 500;

const kinds = ['component', 'resource', 'system'];

const annotated = `metadata.annotations.${ARTIFACTS_ANNOTATION}`;

/** Everything that may run or ship something, and whatever says that it does; as the catalog filters. */
export const locatable: Record<string, string[] | symbol>[] = [
  { kind: kinds },
  { [annotated]: CATALOG_FILTER_EXISTS },
];

const fields = [
  ...['kind', 'metadata', 'relations', 'status'],
  ...['spec.type', 'spec.owner', 'spec.system', 'spec.lifecycle'],
];

interface Catalog {
  catalog: CatalogService;
  auth: AuthService;
}

/** Everything that may run or ship something, page by page, and whatever says that it does. */
export async function* entitiesToLocate({
  catalog,
  auth,
}: Catalog): AsyncGenerator<Entity[]> {
  yield* catalog.streamEntities(
    {
      filter: locatable,
      fields,
      pageSize,
    },
    { credentials: await auth.getOwnServiceCredentials() },
  );
}

/**
 * Asks by name for entities that the pages left out: pages are read one after the other while entities come and go, and
 * an answer that is short is no word about what it leaves out.
 *
 * @returns those that are there, and may run or ship something
 * @throws where the catalog does not answer about every one of them
 */
export async function entitiesNamed(
  entityRefs: string[],
  { catalog, auth }: Catalog,
): Promise<Entity[]> {
  const credentials = await auth.getOwnServiceCredentials();
  return entitiesSeenBy(credentials, entityRefs, catalog);
}

/** As {@link entitiesNamed}, of what the catalog shows to somebody. */
export async function entitiesSeenBy(
  credentials: BackstageCredentials,
  entityRefs: string[],
  catalog: CatalogService,
): Promise<Entity[]> {
  const { items } = await catalog.getEntitiesByRefs(
    { entityRefs, fields },
    { credentials },
  );
  if (items.length !== entityRefs.length)
    throw new Error('the catalog did not answer about every entity');
  return items.flatMap(entity =>
    entity !== undefined && mayRun(entity) ? [entity] : [],
  );
}

function mayRun({ kind, metadata }: Entity): boolean {
  return (
    kinds.includes(kind.toLocaleLowerCase('en-US')) ||
    metadata.annotations?.[ARTIFACTS_ANNOTATION] !== undefined
  );
}
