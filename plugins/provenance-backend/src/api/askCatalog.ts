import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { entitiesSeenBy, entityFacts } from '../discovery';
import type { EntityFacts } from '../store';

/** References of one request: the catalog takes no long bodies. */
const atOnce = 200;

/**
 * What the catalog says of those entities that it shows to somebody.
 *
 * @throws where it does not answer about every one of them
 */
export async function askCatalog(
  entityRefs: string[],
  catalog: CatalogService,
  credentials: BackstageCredentials,
): Promise<EntityFacts[]> {
  const found: EntityFacts[] = [];
  for (let i = 0; i < entityRefs.length; i += atOnce) {
    const page = entityRefs.slice(i, i + atOnce);
    const seen = await entitiesSeenBy(credentials, page, catalog);
    found.push(...seen.map(entityFacts));
  }
  return found;
}
