import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { evidenceReadAllPermission } from '@countersign/backstage-plugin-provenance-common';
import type { Digest } from '@countersign/domain';
import type { Visibility } from '../visibility';
import type { DigestService, DigestViewer } from './DigestService';
import { isAllowed } from './needs';

/**
 * Lets through what a visible usage leads to. Who may see all evidence sees all looks and all evidence, and still only
 * the usages of entities that they may see.
 */
export class AuthorizedDigestService
  implements DigestService<BackstageCredentials>
{
  constructor(
    private readonly inner: DigestService<DigestViewer>,
    private readonly options: {
      visibility: Pick<Visibility, 'restrictionFor'>;
      permissions: PermissionsService;
    },
  ) {}

  async get(digest: Digest, credentials: BackstageCredentials) {
    const { visibility, permissions } = this.options;
    const restriction = await visibility.restrictionFor(credentials);
    const seesAllEvidence = await isAllowed(
      permissions,
      evidenceReadAllPermission,
      credentials,
    );
    return this.inner.get(digest, { restriction, seesAllEvidence });
  }
}
