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
import { createHash } from 'node:crypto';
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
      hashOf(credentials),
    );
  }

  private restriction(credentials: BackstageCredentials) {
    return this.options.visibility.restrictionFor(credentials);
  }
}

/** Who it is, whoever speaks for them, and without a list of names in the database. */
function hashOf({ principal }: BackstageCredentials): string {
  const { type, userEntityRef, subject } = principal as {
    type?: string;
    userEntityRef?: string;
    subject?: string;
  };
  const who = JSON.stringify([type, userEntityRef ?? subject]);
  return createHash('sha256').update(who).digest('hex');
}
