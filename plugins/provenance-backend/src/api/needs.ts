import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';

/** Whether a caller has a permission that is about no resource. */
export async function isAllowed(
  permissions: PermissionsService,
  permission: BasicPermission,
  credentials: BackstageCredentials,
): Promise<boolean> {
  const [answer] = await permissions.authorize([{ permission }], {
    credentials,
  });
  return answer.result === AuthorizeResult.ALLOW;
}

/** @throws NotAllowedError that names the permission */
export async function needs(
  permissions: PermissionsService,
  permission: BasicPermission,
  credentials: BackstageCredentials,
): Promise<void> {
  if (await isAllowed(permissions, permission, credentials)) return;
  throw new NotAllowedError(`needs the permission ${permission.name}`);
}
