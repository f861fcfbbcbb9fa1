import type {
  AcceptanceResponse,
  AcceptanceUse,
  AcceptanceVersionDetail,
  AcceptanceVersionItem,
  GovernanceApi,
  Page,
  ProposalDetail,
  ProposalItem,
  ProposalReplay,
  RulePreview,
  RuleSuggestions,
} from '@countersign/backstage-plugin-provenance-common';

/** The backend's answers about the acceptance list from memory. */
export class FakeGovernanceApi implements GovernanceApi {
  acceptance: AcceptanceResponse = { version: 1, rules: [] };
  acceptanceFailure?: Error;

  async getAcceptance(): Promise<AcceptanceResponse> {
    if (this.acceptanceFailure) throw this.acceptanceFailure;
    return this.acceptance;
  }

  getAcceptanceUse = () => notFaked<AcceptanceUse>();
  previewRule = () => notFaked<RulePreview>();
  listRuleSuggestions = () => notFaked<RuleSuggestions>();
  listAcceptanceVersions = () => notFaked<Page<AcceptanceVersionItem>>();
  getAcceptanceVersion = () => notFaked<AcceptanceVersionDetail>();
  listProposals = () => notFaked<Page<ProposalItem>>();
  getProposal = () => notFaked<ProposalDetail>();
  createProposal = () => notFaked<ProposalDetail>();
  editProposal = () => notFaked<ProposalDetail>();
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
