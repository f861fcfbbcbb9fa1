import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  checkCreatePermission,
  type CheckRequest,
  type PageQuery,
  type UsageQuery,
} from '@countersign/backstage-plugin-provenance-common';
import type { UsageRestriction } from '../store';
import type { Visibility } from '../visibility';
import { needs } from './needs';
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

  async history(
    id: string,
    query: PageQuery,
    credentials: BackstageCredentials,
  ) {
    const restriction = await this.restriction(credentials);
    return this.inner.history(id, query, restriction);
  }

  async requestCheck(request: CheckRequest, credentials: BackstageCredentials) {
    const { permissions } = this.options;
    await needs(permissions, checkCreatePermission, credentials);
    return this.inner.requestCheck(
      request,
      await this.restriction(credentials),
    );
  }

  private restriction(credentials: BackstageCredentials) {
    return this.options.visibility.restrictionFor(credentials);
  }
}
