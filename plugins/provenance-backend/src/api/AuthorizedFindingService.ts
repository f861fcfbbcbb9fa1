import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { FindingQuery } from '@countersign/backstage-plugin-provenance-common';
import {
  evidenceViewer,
  type EvidenceGuards,
  type EvidenceViewer,
} from './EvidenceViewer';
import type { FindingService } from './FindingService';

/** Shows findings about what the viewer may see; those about no usage to who may see all evidence. */
export class AuthorizedFindingService
  implements FindingService<BackstageCredentials>
{
  constructor(
    private readonly inner: FindingService<EvidenceViewer>,
    private readonly guards: EvidenceGuards,
  ) {}

  async list(query: FindingQuery, credentials: BackstageCredentials) {
    const viewer = await evidenceViewer(this.guards, credentials);
    return this.inner.list(query, viewer);
  }
}
