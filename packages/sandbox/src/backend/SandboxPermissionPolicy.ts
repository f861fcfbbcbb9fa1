import type { UserInfoService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isResourcePermission,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { roleOfGroup, roles, type Grant } from './roles';

/**
 * Answers from the table of roles. Who is in no group with a role may do nothing.
 *
 * @public
 */
export class SandboxPermissionPolicy implements PermissionPolicy {
  constructor(private readonly userInfo: UserInfoService) {}

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const { ownershipEntityRefs: ownership } = user
      ? await this.userInfo.getUserInfo(user.credentials)
      : { ownershipEntityRefs: [] };
    const grants = ownership.flatMap(ref => {
      const role = roleOfGroup[ref];
      return role ? [roles[role][permission.name]] : [];
    });
    return decide(permission, grants, ownership);
  }
}

function decide(
  permission: Permission,
  grants: (Grant | undefined)[],
  ownership: string[],
): PolicyDecision {
  if (grants.includes('yes')) return { result: AuthorizeResult.ALLOW };
  if (
    grants.includes('own') &&
    isResourcePermission(permission, 'catalog-entity')
  )
    return ownedBy(ownership);
  return { result: AuthorizeResult.DENY };
}

/** The catalog's own rule, by name: the sandbox needs nothing else of the catalog's backend. */
function ownedBy(claims: string[]): PolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'catalog',
    resourceType: 'catalog-entity',
    conditions: {
      rule: 'IS_ENTITY_OWNER',
      resourceType: 'catalog-entity',
      params: { claims },
    },
  };
}
