import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Digest } from '@countersign/domain';
import type { DigestService } from './DigestService';
import {
  evidenceViewer,
  type EvidenceGuards,
  type EvidenceViewer,
} from './EvidenceViewer';

/**
 * Lets through what a visible usage leads to. Who may see all evidence sees all looks and all evidence, and still only
 * the usages of entities that they may see.
 */
export class AuthorizedDigestService
  implements DigestService<BackstageCredentials>
{
  constructor(
    private readonly inner: DigestService<EvidenceViewer>,
    private readonly guards: EvidenceGuards,
  ) {}

  async get(digest: Digest, credentials: BackstageCredentials) {
    const viewer = await evidenceViewer(this.guards, credentials);
    return this.inner.get(digest, viewer);
  }
}
