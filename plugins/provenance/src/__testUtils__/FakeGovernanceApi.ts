import type {
  AcceptanceResponse,
  AcceptanceUse,
  AcceptanceVersionDetail,
  AcceptanceVersionItem,
  GovernanceApi,
  Page,
  PageQuery,
  ProposalCreation,
  ProposalDetail,
  ProposalEdit,
  ProposalItem,
  ProposalQuery,
  ProposalRebase,
  ProposalReplay,
  ProposalState,
  ProposalWord,
  ReplayAcknowledgement,
  RulePreview,
  RulePreviewRequest,
  RuleSuggestions,
} from '@countersign/backstage-plugin-provenance-common';
import { bindingOf, proposalOf } from './proposals';

/** Something that was asked for, in order. */
export interface FakeRequest {
  act: string;
  id?: string;
  body?: object;
}

/** The backend's answers about the acceptance list from memory. */
export class FakeGovernanceApi implements GovernanceApi {
  acceptance: AcceptanceResponse = { version: 1, rules: [] };
  acceptanceFailure?: Error;
  proposals: ProposalDetail[] = [];
  proposalFailure?: Error;
  /** Newest first. */
  versions: AcceptanceVersionDetail[] = [];
  versionFailure?: Error;
  readonly replays = new Map<string, ProposalReplay>();
  /** What every act is answered with. */
  actFailure?: Error;
  readonly requests: FakeRequest[] = [];

  async getAcceptance(): Promise<AcceptanceResponse> {
    if (this.acceptanceFailure) throw this.acceptanceFailure;
    return this.acceptance;
  }

  use?: AcceptanceUse;
  useFailure?: Error;

  async getAcceptanceUse(): Promise<AcceptanceUse> {
    if (this.useFailure) throw this.useFailure;
    return found(this.use);
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

  async listAcceptanceVersions(
    query: PageQuery,
  ): Promise<Page<AcceptanceVersionItem>> {
    if (this.versionFailure) throw this.versionFailure;
    return pageOf(this.versions, query);
  }

  async getAcceptanceVersion(number: number): Promise<AcceptanceVersionDetail> {
    if (this.versionFailure) throw this.versionFailure;
    return found(this.versions.find(one => one.number === number));
  }

  async reviewVersion(
    number: number,
    body: ProposalWord,
  ): Promise<AcceptanceVersionDetail> {
    this.hear({ act: 'review-version', id: String(number), body });
    return this.getAcceptanceVersion(number);
  }

  async listProposals(query: ProposalQuery): Promise<Page<ProposalItem>> {
    if (this.proposalFailure) throw this.proposalFailure;
    const { state } = query;
    const fitting = this.proposals.filter(
      one => state === undefined || one.state === state,
    );
    return pageOf(fitting, query);
  }

  async getProposal(id: string): Promise<ProposalDetail> {
    if (this.proposalFailure) throw this.proposalFailure;
    return found(this.proposals.find(one => one.id === id));
  }

  async createProposal(body: ProposalCreation): Promise<ProposalDetail> {
    this.hear({ act: 'create', body });
    const id = `new-${this.proposals.length + 1}`;
    const { title, reason, base } = body;
    this.proposals.unshift(
      proposalOf({ id, title, reason, base, state: 'draft' }),
    );
    return this.getProposal(id);
  }

  async editProposal(id: string, body: ProposalEdit): Promise<ProposalDetail> {
    const { title, reason } = body;
    return this.act({ act: 'edit', id, body }, { title, reason });
  }

  async rebaseProposal(
    id: string,
    body: ProposalRebase,
  ): Promise<ProposalDetail> {
    const { base } = body;
    const binding = bindingOf(`${id} over ${base}`);
    return this.act({ act: 'rebase', id, body }, { base, binding });
  }

  openProposal = (id: string, body: ProposalWord) =>
    this.move('open', id, body, 'open');
  withdrawProposal = (id: string, body: ProposalWord) =>
    this.move('withdraw', id, body, 'withdrawn');
  approveProposal = (id: string, body: ProposalWord) =>
    this.move('approve', id, body, 'open');
  requestProposalChanges = (id: string, body: ProposalWord) =>
    this.move('request-changes', id, body, 'changes-requested');
  rejectProposal = (id: string, body: ProposalWord) =>
    this.move('reject', id, body, 'rejected');
  mergeProposal = (id: string, body: ProposalWord) =>
    this.move('merge', id, body, 'merged');

  async getReplay(id: string): Promise<ProposalReplay> {
    return found(this.replays.get(id));
  }

  async startReplay(id: string, body: ProposalWord): Promise<ProposalReplay> {
    this.hear({ act: 'replay', id, body });
    return this.getReplay(id);
  }

  async acknowledgeReplay(
    id: string,
    body: ReplayAcknowledgement,
  ): Promise<ProposalReplay> {
    this.hear({ act: 'acknowledge', id, body });
    const replay = await this.getReplay(id);
    const { text } = body;
    const word = { by: 'user:default/ann', text, at: replay.heardAt };
    this.replays.set(id, {
      ...replay,
      blockers: replay.blockers.map(one =>
        body.keys.includes(one.key) ? { ...one, acknowledged: word } : one,
      ),
    });
    return this.getReplay(id);
  }

  async commentOnProposal(id: string, text: string): Promise<ProposalDetail> {
    return this.act({ act: 'comment', id, body: { text } }, {});
  }

  private move(
    act: string,
    id: string,
    body: ProposalWord,
    state: ProposalState,
  ): Promise<ProposalDetail> {
    return this.act({ act, id, body }, { state });
  }

  private async act(
    request: FakeRequest & { id: string },
    changes: Partial<ProposalDetail>,
  ): Promise<ProposalDetail> {
    this.hear(request);
    this.proposals = this.proposals.map(one =>
      one.id === request.id ? { ...one, ...changes } : one,
    );
    return this.getProposal(request.id);
  }

  /** What was asked for in this way, in order. */
  bodiesOf(act: string): object[] {
    return this.requests.flatMap(one =>
      one.act === act && one.body ? [one.body] : [],
    );
  }

  private hear(request: FakeRequest): void {
    this.requests.push(request);
    if (this.actFailure) throw this.actFailure;
  }
}

function pageOf<Item>(
  all: Item[],
  { cursor, limit = 100 }: PageQuery,
): Page<Item> {
  const start = Number(cursor ?? 0);
  const end = start + limit;
  return {
    items: all.slice(start, end),
    totalItems: all.length,
    pageInfo: end < all.length ? { nextCursor: String(end) } : {},
  };
}

function found<T>(one: T | undefined): T {
  if (one !== undefined) return one;
  throw Object.assign(new Error('there is none'), { name: 'NotFoundError' });
}
