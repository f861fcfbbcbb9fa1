import type { DigestDetail } from '@countersign/backstage-plugin-provenance-common';
import type { Digest } from '@countersign/domain';

/** What the API answers about digests, for one kind of viewer: see `UsageService`. */
export interface DigestService<Viewer> {
  /** @throws NotFoundError where nothing is known of it, or nothing that the viewer may see */
  get(digest: Digest, viewer: Viewer): Promise<DigestDetail>;
}
