import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { evidenceReadAllPermission } from '@countersign/backstage-plugin-provenance-common';
import type { UsageRestriction } from '../store';
import type { Visibility } from '../visibility';
import { isAllowed } from './needs';

/** A viewer of what may lie beyond the usages that they see. */
export interface EvidenceViewer {
  restriction: UsageRestriction;
  /** May see what no visible usage leads to: looks and evidence, and what is about no usage at all. */
  seesAllEvidence: boolean;
}

export interface EvidenceGuards {
  visibility: Pick<Visibility, 'restrictionFor'>;
  permissions: PermissionsService;
}

/** Turns a caller into what they may see. */
export async function evidenceViewer(
  { visibility, permissions }: EvidenceGuards,
  credentials: BackstageCredentials,
): Promise<EvidenceViewer> {
  return {
    restriction: await visibility.restrictionFor(credentials),
    seesAllEvidence: await isAllowed(
      permissions,
      evidenceReadAllPermission,
      credentials,
    ),
  };
}
