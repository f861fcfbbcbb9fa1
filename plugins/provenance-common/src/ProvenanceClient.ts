import { ResponseError } from '@backstage/errors';
import type {
  AcceptanceUse,
  RulePreview,
  RulePreviewRequest,
  RuleSuggestions,
} from './acceptanceAids';
import type {
  AcceptanceResponse,
  CheckRequest,
  CheckResponse,
  DigestDetail,
  FindingItem,
  FindingQuery,
  Page,
  PageQuery,
  ReasonsResponse,
  UsageDetail,
  UsageQuery,
  UsageSummary,
  UsageTransition,
} from './api';
import type {
  DiscoveryQuery,
  DiscoveryResponse,
  SetupResponse,
} from './discovery';
import type { DeploymentReport, DeploymentResponse } from './deployments';
import type {
  ErasureRequest,
  ErasureResponse,
  IntegrityQuery,
  IntegrityReport,
} from './integrity';
import type {
  AcceptanceVersionDetail,
  AcceptanceVersionItem,
  ProposalCreation,
  ProposalDetail,
  ProposalEdit,
  ProposalItem,
  ProposalQuery,
  ProposalRebase,
  ProposalReplay,
  ProposalWord,
  ReplayAcknowledgement,
} from './proposals';
import type { SignerPage, SignerQuery } from './signers';
import type { StatusResponse } from './status';

/**
 * What the provenance backend answers about the acceptance list, and about proposals to change it.
 *
 * @public
 */
export interface GovernanceApi {
  /** The rules in force; needs `provenance.acceptance.read`, as everything here does. */
  getAcceptance(): Promise<AcceptanceResponse>;
  /** How many usages each rule in force speaks of. */
  getAcceptanceUse(): Promise<AcceptanceUse>;
  /** Whom a rule would mean of those who were seen signing. */
  previewRule(request: RulePreviewRequest): Promise<RulePreview>;
  /** The narrowest rules that accept who signs what runs and whom no rule accepts yet. */
  listRuleSuggestions(): Promise<RuleSuggestions>;
  /** Newest first. */
  listAcceptanceVersions(
    query: PageQuery,
  ): Promise<Page<AcceptanceVersionItem>>;
  getAcceptanceVersion(number: number): Promise<AcceptanceVersionDetail>;
  /**
   * A word for a version that came into force without one: it was seeded, or merged at once. Needs
   * `provenance.acceptance.review`, and nobody reviews what they wrote or merged.
   *
   * @param word - `expected`: the version's hash
   */
  reviewVersion(
    number: number,
    word: ProposalWord,
  ): Promise<AcceptanceVersionDetail>;
  /** Newest first. */
  listProposals(query: ProposalQuery): Promise<Page<ProposalItem>>;
  getProposal(id: string): Promise<ProposalDetail>;
  /** Needs `provenance.acceptance.propose`, as every act of an author does. */
  createProposal(proposal: ProposalCreation): Promise<ProposalDetail>;
  editProposal(id: string, edit: ProposalEdit): Promise<ProposalDetail>;
  rebaseProposal(id: string, rebase: ProposalRebase): Promise<ProposalDetail>;
  openProposal(id: string, word: ProposalWord): Promise<ProposalDetail>;
  withdrawProposal(id: string, word: ProposalWord): Promise<ProposalDetail>;
  /** Needs `provenance.acceptance.review`, as every act of a reviewer does. */
  approveProposal(id: string, word: ProposalWord): Promise<ProposalDetail>;
  requestProposalChanges(
    id: string,
    word: ProposalWord,
  ): Promise<ProposalDetail>;
  rejectProposal(id: string, word: ProposalWord): Promise<ProposalDetail>;
  mergeProposal(id: string, word: ProposalWord): Promise<ProposalDetail>;
  getReplay(id: string): Promise<ProposalReplay>;
  /** Begins a replay, unless the same is under way; ask {@link GovernanceApi.getReplay} how far it is. */
  startReplay(id: string, word: ProposalWord): Promise<ProposalReplay>;
  acknowledgeReplay(
    id: string,
    word: ReplayAcknowledgement,
  ): Promise<ProposalReplay>;
  commentOnProposal(id: string, text: string): Promise<ProposalDetail>;
}

/**
 * What the provenance backend answers.
 *
 * @public
 */
export interface ProvenanceApi extends GovernanceApi {
  listUsages(query: UsageQuery): Promise<Page<UsageSummary>>;
  getUsage(id: string): Promise<UsageDetail>;
  /** Transitions of a usage, newest first. */
  listHistory(id: string, query: PageQuery): Promise<Page<UsageTransition>>;
  /** Newest first. */
  listFindings(query: FindingQuery): Promise<Page<FindingItem>>;
  getDigest(digest: string): Promise<DigestDetail>;
  /** Who signed what runs now. */
  listSigners(query: SignerQuery): Promise<SignerPage>;
  listReasons(): Promise<ReasonsResponse>;
  /** What the engine does and how each authority stands; needs `provenance.evidence.read.all`. */
  getStatus(): Promise<StatusResponse>;
  /**
   * Whether the sealed log is whole, as far as one request gets; needs `provenance.evidence.read.all`. Ask again with
   * `after` where the answer is `unfinished`.
   */
  checkIntegrity(query: IntegrityQuery): Promise<IntegrityReport>;
  /** How many entities are known to run something, and those that are not. */
  getDiscovery(query: DiscoveryQuery): Promise<DiscoveryResponse>;
  /** What the portal has and lacks; needs `provenance.evidence.read.all`. */
  getSetup(): Promise<SetupResponse>;
  /** Asks for a look at once; needs `provenance.check.create`. */
  requestCheck(request: CheckRequest): Promise<CheckResponse>;
  /** Takes a person's identity out of the log; needs `provenance.identity.erase`, and the configuration to name the caller. */
  eraseIdentity(request: ErasureRequest): Promise<ErasureResponse>;
}

/**
 * Talks to the provenance backend over HTTP.
 *
 * @remarks Every call rejects with a `ResponseError` of `@backstage/errors` for an answer that is not 2xx.
 * @public
 */
export class ProvenanceClient implements ProvenanceApi {
  constructor(
    private readonly options: {
      discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
      fetchApi: { fetch: typeof fetch };
    },
  ) {}

  async listUsages(query: UsageQuery): Promise<Page<UsageSummary>> {
    return this.request(`/usages${queryOf(query)}`);
  }

  async getUsage(id: string): Promise<UsageDetail> {
    return this.request(`/usages/${encodeURIComponent(id)}`);
  }

  async listHistory(
    id: string,
    query: PageQuery,
  ): Promise<Page<UsageTransition>> {
    const path = `/usages/${encodeURIComponent(id)}/history`;
    return this.request(`${path}${queryOf(query)}`);
  }

  async listFindings(query: FindingQuery): Promise<Page<FindingItem>> {
    return this.request(`/findings${queryOf(query)}`);
  }

  async getDigest(digest: string): Promise<DigestDetail> {
    return this.request(`/digests/${encodeURIComponent(digest)}`);
  }

  async listSigners(query: SignerQuery): Promise<SignerPage> {
    return this.request(`/signers${queryOf(query)}`);
  }

  async getAcceptance(): Promise<AcceptanceResponse> {
    return this.request('/acceptance');
  }

  async listReasons(): Promise<ReasonsResponse> {
    return this.request('/reasons');
  }

  async getStatus(): Promise<StatusResponse> {
    return this.request('/status');
  }

  async checkIntegrity(query: IntegrityQuery): Promise<IntegrityReport> {
    return this.request(`/integrity${queryOf(query)}`);
  }

  async getDiscovery(query: DiscoveryQuery): Promise<DiscoveryResponse> {
    return this.request(`/discovery${queryOf(query)}`);
  }

  async getSetup(): Promise<SetupResponse> {
    return this.request('/setup');
  }

  async requestCheck(request: CheckRequest): Promise<CheckResponse> {
    return this.post('/checks', request);
  }

  async eraseIdentity(request: ErasureRequest): Promise<ErasureResponse> {
    return this.post('/erasures', request);
  }

  /**
   * Reports what was deployed, at most 1,000 at a time; needs `provenance.deployment.report`. Resolves also where some
   * are refused: each has its result.
   */
  async reportDeployments(
    items: DeploymentReport[],
  ): Promise<DeploymentResponse> {
    return this.post('/deployments', { items });
  }

  async listAcceptanceVersions(
    query: PageQuery,
  ): Promise<Page<AcceptanceVersionItem>> {
    return this.request(`/acceptance/versions${queryOf(query)}`);
  }

  async getAcceptanceVersion(number: number): Promise<AcceptanceVersionDetail> {
    return this.request(`/acceptance/versions/${number}`);
  }

  async reviewVersion(
    number: number,
    word: ProposalWord,
  ): Promise<AcceptanceVersionDetail> {
    return this.post(`/acceptance/versions/${number}/review`, word);
  }

  async getAcceptanceUse(): Promise<AcceptanceUse> {
    return this.request('/acceptance/use');
  }

  async previewRule(request: RulePreviewRequest): Promise<RulePreview> {
    return this.post('/acceptance/preview', request);
  }

  async listRuleSuggestions(): Promise<RuleSuggestions> {
    return this.request('/acceptance/suggestions');
  }

  async listProposals(query: ProposalQuery): Promise<Page<ProposalItem>> {
    return this.request(`/proposals${queryOf(query)}`);
  }

  async getProposal(id: string): Promise<ProposalDetail> {
    return this.request(`/proposals/${encodeURIComponent(id)}`);
  }

  async createProposal(proposal: ProposalCreation): Promise<ProposalDetail> {
    return this.post('/proposals', proposal);
  }

  async editProposal(id: string, edit: ProposalEdit): Promise<ProposalDetail> {
    return this.post(`/proposals/${encodeURIComponent(id)}/edit`, edit);
  }

  async rebaseProposal(
    id: string,
    rebase: ProposalRebase,
  ): Promise<ProposalDetail> {
    return this.post(`/proposals/${encodeURIComponent(id)}/rebase`, rebase);
  }

  async openProposal(id: string, word: ProposalWord): Promise<ProposalDetail> {
    return this.post(`/proposals/${encodeURIComponent(id)}/open`, word);
  }

  async withdrawProposal(
    id: string,
    word: ProposalWord,
  ): Promise<ProposalDetail> {
    return this.post(`/proposals/${encodeURIComponent(id)}/withdraw`, word);
  }

  async approveProposal(
    id: string,
    word: ProposalWord,
  ): Promise<ProposalDetail> {
    return this.post(`/proposals/${encodeURIComponent(id)}/approve`, word);
  }

  async requestProposalChanges(
    id: string,
    word: ProposalWord,
  ): Promise<ProposalDetail> {
    return this.post(
      `/proposals/${encodeURIComponent(id)}/request-changes`,
      word,
    );
  }

  async rejectProposal(
    id: string,
    word: ProposalWord,
  ): Promise<ProposalDetail> {
    return this.post(`/proposals/${encodeURIComponent(id)}/reject`, word);
  }

  async mergeProposal(id: string, word: ProposalWord): Promise<ProposalDetail> {
    return this.post(`/proposals/${encodeURIComponent(id)}/merge`, word);
  }

  async getReplay(id: string): Promise<ProposalReplay> {
    return this.request(`/proposals/${encodeURIComponent(id)}/replay`);
  }

  async startReplay(id: string, word: ProposalWord): Promise<ProposalReplay> {
    return this.post(`/proposals/${encodeURIComponent(id)}/replay`, word);
  }

  async acknowledgeReplay(
    id: string,
    word: ReplayAcknowledgement,
  ): Promise<ProposalReplay> {
    return this.post(
      `/proposals/${encodeURIComponent(id)}/acknowledgements`,
      word,
    );
  }

  async commentOnProposal(id: string, text: string): Promise<ProposalDetail> {
    return this.post(`/proposals/${encodeURIComponent(id)}/comments`, { text });
  }

  private post<T>(path: string, body: object): Promise<T> {
    return this.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  private async request<T>(path: string, init?: RequestInit): Promise<T> {
    const baseUrl = await this.options.discoveryApi.getBaseUrl('provenance');
    const response = await this.options.fetchApi.fetch(
      `${baseUrl}${path}`,
      init,
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }
}

/** Each value of a filter by itself; what is absent is left out. */
function queryOf(
  query:
    | UsageQuery
    | FindingQuery
    | SignerQuery
    | DiscoveryQuery
    | PageQuery
    | ProposalQuery
    | IntegrityQuery,
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) {
      if (one !== undefined) parameters.append(name, String(one));
    }
  }
  return `?${parameters}`;
}
