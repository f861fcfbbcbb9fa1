import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  checkCreatePermission,
  type CheckRequest,
  type UsageQuery,
} from '@countersign/backstage-plugin-provenance-common';
import type { UsageRestriction } from '../store';
import type { Visibility } from '../visibility';
import type { UsageService } from './UsageService';

/** Lets through what the viewer may see and do, and answers the rest as if it did not exist. */
export class AuthorizedUsageService
  implements UsageService<BackstageCredentials>
{
  constructor(
    private readonly inner: UsageService<UsageRestriction>,
    private readonly options: {
      visibility: Pick<Visibility, 'restrictionFor'>;
      permissions: PermissionsService;
    },
  ) {}

  async list(query: UsageQuery, credentials: BackstageCredentials) {
    return this.inner.list(query, await this.restriction(credentials));
  }

  async get(id: string, credentials: BackstageCredentials) {
    return this.inner.get(id, await this.restriction(credentials));
  }

  async requestCheck(request: CheckRequest, credentials: BackstageCredentials) {
    const [answer] = await this.options.permissions.authorize(
      [{ permission: checkCreatePermission }],
      { credentials },
    );
    if (answer.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `needs the permission ${checkCreatePermission.name}`,
      );
    }
    return this.inner.requestCheck(
      request,
      await this.restriction(credentials),
    );
  }

  private restriction(credentials: BackstageCredentials) {
    return this.options.visibility.restrictionFor(credentials);
  }
}
