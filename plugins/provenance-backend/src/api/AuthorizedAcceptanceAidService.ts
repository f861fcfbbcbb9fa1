import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  acceptanceReadPermission,
  type RulePreview,
  type RulePreviewRequest,
} from '@countersign/backstage-plugin-provenance-common';
import type { RulePreviews } from '../acceptance/preview';
import { evidenceViewer, type EvidenceGuards } from './EvidenceViewer';
import { needs } from './needs';

export interface AcceptanceAidServiceOptions extends EvidenceGuards {
  previews: Pick<RulePreviews, 'preview'>;
}

/**
 * What helps somebody to write rules, for those who may read them: of signers and usages as far as they may see these
 * (S11.2).
 */
export class AuthorizedAcceptanceAidService {
  constructor(private readonly options: AcceptanceAidServiceOptions) {}

  /** @throws NotAllowedError, InputError */
  async preview(
    { rule }: RulePreviewRequest,
    credentials: BackstageCredentials,
  ): Promise<RulePreview> {
    const { permissions, previews } = this.options;
    await needs(permissions, acceptanceReadPermission, credentials);
    const viewer = await evidenceViewer(this.options, credentials);
    return previews.preview(rule, viewer);
  }
}
