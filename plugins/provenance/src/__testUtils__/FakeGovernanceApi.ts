import type {
  AcceptanceResponse,
  AcceptanceUse,
  AcceptanceVersionDetail,
  AcceptanceVersionItem,
  GovernanceApi,
  Page,
  ProposalCreation,
  ProposalDetail,
  ProposalEdit,
  ProposalItem,
  ProposalReplay,
  RulePreview,
  RulePreviewRequest,
  RuleSuggestions,
} from '@countersign/backstage-plugin-provenance-common';

const anyDraft: ProposalDetail = {
  ...{ id: 'p-1', state: 'draft', title: 'A change', reason: 'It is needed.' },
  ...{ base: 1, binding: 'saved', content: { rules: [] } },
  ...{ createdAt: '2026-11-20T12:00:00Z', updatedAt: '2026-11-20T12:00:00Z' },
  ...{ authors: [], reviews: [], answers: [], lint: [] },
};

/** The backend's answers about the acceptance list from memory. */
export class FakeGovernanceApi implements GovernanceApi {
  acceptance: AcceptanceResponse = { version: 1, rules: [] };
  acceptanceFailure?: Error;

  async getAcceptance(): Promise<AcceptanceResponse> {
    if (this.acceptanceFailure) throw this.acceptanceFailure;
    return this.acceptance;
  }

  use?: AcceptanceUse;
  useFailure?: Error;

  async getAcceptanceUse(): Promise<AcceptanceUse> {
    if (this.useFailure) throw this.useFailure;
    return this.use ?? notFaked<AcceptanceUse>();
  }

  readonly previews: RulePreviewRequest[] = [];
  preview: RulePreview = {
    ...{ matching: [], others: [], usages: 0 },
    counts: { matching: 0, others: 0 },
  };
  previewFailure?: Error;

  async previewRule(request: RulePreviewRequest): Promise<RulePreview> {
    this.previews.push(request);
    if (this.previewFailure) throw this.previewFailure;
    return this.preview;
  }

  suggestions: RuleSuggestions = { suggestions: [], left: [] };
  suggestionsFailure?: Error;

  async listRuleSuggestions(): Promise<RuleSuggestions> {
    if (this.suggestionsFailure) throw this.suggestionsFailure;
    return this.suggestions;
  }

  readonly created: ProposalCreation[] = [];
  readonly edits: (ProposalEdit & { id: string })[] = [];
  saveFailure?: Error;
  /** What an author's act is answered with. */
  saved: ProposalDetail = anyDraft;

  async createProposal(proposal: ProposalCreation): Promise<ProposalDetail> {
    this.created.push(proposal);
    if (this.saveFailure) throw this.saveFailure;
    return this.saved;
  }

  async editProposal(id: string, edit: ProposalEdit): Promise<ProposalDetail> {
    this.edits.push({ id, ...edit });
    if (this.saveFailure) throw this.saveFailure;
    return this.saved;
  }

  listAcceptanceVersions = () => notFaked<Page<AcceptanceVersionItem>>();
  getAcceptanceVersion = () => notFaked<AcceptanceVersionDetail>();
  listProposals = () => notFaked<Page<ProposalItem>>();
  getProposal = () => notFaked<ProposalDetail>();
  rebaseProposal = () => notFaked<ProposalDetail>();
  openProposal = () => notFaked<ProposalDetail>();
  withdrawProposal = () => notFaked<ProposalDetail>();
  approveProposal = () => notFaked<ProposalDetail>();
  requestProposalChanges = () => notFaked<ProposalDetail>();
  rejectProposal = () => notFaked<ProposalDetail>();
  mergeProposal = () => notFaked<ProposalDetail>();
  getReplay = () => notFaked<ProposalReplay>();
  startReplay = () => notFaked<ProposalReplay>();
  acknowledgeReplay = () => notFaked<ProposalReplay>();
  commentOnProposal = () => notFaked<ProposalDetail>();
}

async function notFaked<T>(): Promise<T> {
  throw new Error('no test asked for this yet');
}
