import type { AuthService } from '@backstage/backend-plugin-api';
import { RELATION_OWNED_BY, type Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

const pageSize = 500;
/** No ref that the catalog takes is longer; an owner in an annotation may be, and would keep everybody from being told. */
const longestRef = 255;
const fields = ['kind', 'metadata.name', 'metadata.namespace', 'relations'];

export interface OwnerSource {
  catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
}

/**
 * Who owns these entities, as the catalog has it now; nobody where an entity is gone.
 *
 * @throws where the catalog does not answer: telling waits then, or an owner would never hear of it
 */
export async function ownersOf(
  entityRefs: Iterable<string>,
  { catalog, auth }: OwnerSource,
): Promise<Map<string, string[]>> {
  const refs = [...new Set(entityRefs)];
  const owners = new Map<string, string[]>();
  for (let i = 0; i < refs.length; i += pageSize) {
    const page = refs.slice(i, i + pageSize);
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: page, fields },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    page.forEach((ref, j) => owners.set(ref, ownersIn(items[j])));
  }
  return owners;
}

function ownersIn(entity: Entity | undefined): string[] {
  return (entity?.relations ?? [])
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef)
    .filter(ref => ref.length <= longestRef);
}
