import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { FindingQuery } from '@countersign/backstage-plugin-provenance-common';
import type { UsageRestriction } from '../store';
import type { Visibility } from '../visibility';
import type { FindingService } from './FindingService';

/** Shows findings about what the viewer may see. */
export class AuthorizedFindingService
  implements FindingService<BackstageCredentials>
{
  constructor(
    private readonly inner: FindingService<UsageRestriction>,
    private readonly visibility: Pick<Visibility, 'restrictionFor'>,
  ) {}

  async list(query: FindingQuery, credentials: BackstageCredentials) {
    const restriction = await this.visibility.restrictionFor(credentials);
    return this.inner.list(query, restriction);
  }
}
