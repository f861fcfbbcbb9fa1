import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { SignerQuery } from '@countersign/backstage-plugin-provenance-common';
import {
  evidenceViewer,
  type EvidenceGuards,
  type EvidenceViewer,
} from './EvidenceViewer';
import type { SignerService } from './SignerService';

/** Shows who signed the usages that the viewer may see; everybody to who may see all evidence. */
export class AuthorizedSignerService
  implements SignerService<BackstageCredentials>
{
  constructor(
    private readonly inner: SignerService<EvidenceViewer>,
    private readonly guards: EvidenceGuards,
  ) {}

  async list(query: SignerQuery, credentials: BackstageCredentials) {
    const viewer = await evidenceViewer(this.guards, credentials);
    return this.inner.list(query, viewer);
  }
}
