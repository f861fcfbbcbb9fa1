import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  evidenceReadAllPermission,
  type DiscoveryQuery,
  type DiscoveryResponse,
  type SetupResponse,
} from '@countersign/backstage-plugin-provenance-common';
import { evidenceViewer, type EvidenceGuards } from './EvidenceViewer';
import { needs } from './needs';
import type { SetupService } from './SetupService';
import type { StoredDiscoveryService } from './StoredDiscoveryService';

/** Shows the entities that the viewer may see; what the portal as a whole lacks to who may see all evidence. */
export class AuthorizedDiscoveryService {
  constructor(
    private readonly inner: Pick<StoredDiscoveryService, 'list'>,
    private readonly stored: Pick<SetupService, 'setup'>,
    private readonly guards: EvidenceGuards,
  ) {}

  async list(
    query: DiscoveryQuery,
    credentials: BackstageCredentials,
  ): Promise<DiscoveryResponse> {
    const viewer = await evidenceViewer(this.guards, credentials);
    return this.inner.list(query, viewer);
  }

  /**
   * It names every host, also of entities that the caller may not see.
   *
   * @throws NotAllowedError
   */
  async setup(credentials: BackstageCredentials): Promise<SetupResponse> {
    const { permissions } = this.guards;
    await needs(permissions, evidenceReadAllPermission, credentials);
    return this.stored.setup();
  }
}
