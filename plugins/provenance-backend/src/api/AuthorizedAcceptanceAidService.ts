import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  acceptanceReadPermission,
  type AcceptanceUse,
  type RulePreview,
  type RulePreviewRequest,
  type RuleSuggestions,
} from '@countersign/backstage-plugin-provenance-common';
import type { RulePreviews } from '../acceptance/preview';
import type { AcceptanceUses } from '../acceptance/use';
import type { SuggestedRules } from '../acceptance/suggestions';
import { evidenceViewer, type EvidenceGuards } from './EvidenceViewer';
import { needs } from './needs';

export interface AcceptanceAidServiceOptions extends EvidenceGuards {
  previews: Pick<RulePreviews, 'preview'>;
  uses: Pick<AcceptanceUses, 'use'>;
  suggestions: Pick<SuggestedRules, 'suggest'>;
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

  /**
   * Over all usages, also those that the caller may not see: a rule holds for all of them (S11.2).
   *
   * @throws NotAllowedError
   */
  async use(credentials: BackstageCredentials): Promise<AcceptanceUse> {
    const { permissions, uses } = this.options;
    await needs(permissions, acceptanceReadPermission, credentials);
    return uses.use();
  }

  /**
   * Of usages that the caller may see, whatever else they may: a rule says where something runs.
   *
   * @throws NotAllowedError
   */
  async suggest(credentials: BackstageCredentials): Promise<RuleSuggestions> {
    const { permissions, visibility, suggestions } = this.options;
    await needs(permissions, acceptanceReadPermission, credentials);
    return suggestions.suggest(await visibility.restrictionFor(credentials));
  }
}
