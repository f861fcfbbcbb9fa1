import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import { usageReadPermission } from '@countersign/backstage-plugin-provenance-common';
import { usageResourceRef } from '../visibility';
import { askCatalog } from './askCatalog';
import type { Reporter } from './Reporter';

/**
 * A person, who may report about what they may see: an entity in the catalog, and the usage by `provenance.usage.read`.
 * The catalog is asked as this person, because only it can evaluate its own conditions.
 */
export async function userReporter(
  credentials: BackstageCredentials<BackstageUserPrincipal>,
  options: {
    catalog: CatalogService;
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
  },
): Promise<Reporter> {
  const { catalog, permissions, permissionsRegistry } = options;
  const name = credentials.principal.userEntityRef;
  // Whom would one ask what was deployed there?
  if (parseEntityRef(name).name === 'guest')
    throw new NotAllowedError('guests may not report deployments');
  const [decision] = await permissions.authorizeConditional(
    [{ permission: usageReadPermission }],
    { credentials },
  );
  const isReadable = createConditionAuthorizer(
    permissionsRegistry.getPermissionRuleset(usageResourceRef),
  );
  return {
    name,
    entities: entityRefs => askCatalog(entityRefs, catalog, credentials),
    mayReport: (_, identity) => isReadable(decision, identity),
  };
}
