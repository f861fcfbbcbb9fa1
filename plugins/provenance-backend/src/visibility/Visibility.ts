import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import { usageReadPermission } from '@countersign/backstage-plugin-provenance-common';
import type { UsageRestriction } from '../store';
import { usageResourceRef } from './usageResource';
import type { VisibleEntities } from './VisibleEntities';

/**
 * Turns a viewer into a restriction on usages: what the catalog shows them **and** what `provenance.usage.read`
 * allows. Everything that answers a person goes through it (S11.2).
 */
export class Visibility {
  constructor(
    private readonly options: {
      permissions: PermissionsService;
      permissionsRegistry: PermissionsRegistryService;
      visibleEntities: VisibleEntities;
    },
  ) {}

  async restrictionFor(
    credentials: BackstageCredentials,
  ): Promise<UsageRestriction> {
    const [entities, usages] =
      await this.options.permissions.authorizeConditional(
        [
          { permission: catalogEntityReadPermission },
          { permission: usageReadPermission },
        ],
        { credentials },
      );
    // Closed by construction: only the two answers that are understood open anything.
    if (!isOpen(entities.result) || !isOpen(usages.result)) {
      return { type: 'nothing' };
    }
    return {
      type: 'some',
      ...(entities.result === AuthorizeResult.CONDITIONAL && {
        entityRefs: await this.options.visibleEntities.of(credentials),
      }),
      ...(usages.result === AuthorizeResult.CONDITIONAL && {
        filter: this.transform()(usages.conditions),
      }),
    };
  }

  private transform() {
    const { permissionsRegistry } = this.options;
    return createConditionTransformer(
      permissionsRegistry.getPermissionRuleset(usageResourceRef),
    );
  }
}

function isOpen(result: AuthorizeResult): boolean {
  return (
    result === AuthorizeResult.ALLOW || result === AuthorizeResult.CONDITIONAL
  );
}
