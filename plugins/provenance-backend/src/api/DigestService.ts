import type { DigestDetail } from '@countersign/backstage-plugin-provenance-common';
import type { Digest } from '@countersign/domain';
import type { UsageRestriction } from '../store';

/** What the API answers about digests, for one kind of viewer: see `UsageService`. */
export interface DigestService<Viewer> {
  /** @throws NotFoundError where nothing is known of it, or nothing that the viewer may see */
  get(digest: Digest, viewer: Viewer): Promise<DigestDetail>;
}

/** A viewer of digests. */
export interface DigestViewer {
  restriction: UsageRestriction;
  /** May see evidence that no visible usage leads to. */
  seesAllEvidence: boolean;
}
