import type {
  CheckRequest,
  CheckResponse,
  DigestDetail,
  DiscoveryQuery,
  DiscoveryResponse,
  ErasureResponse,
  FindingItem,
  IntegrityReport,
  Page,
  ProvenanceApi,
  ReasonsResponse,
  SetupResponse,
  SignerPage,
  StatusResponse,
  UsageDetail,
  UsageQuery,
  UsageSummary,
  UsageTransition,
} from '@countersign/backstage-plugin-provenance-common';
import { FakeGovernanceApi } from './FakeGovernanceApi';
import { detail } from './usages';

/** An error as the client gives it for an answer that is not 2xx. */
export class FakeResponseError extends Error {
  readonly name = 'ResponseError';
  constructor(readonly statusCode: number, message: string) {
    super(message);
  }
}

const forbidden = () => new FakeResponseError(403, 'needs a permission');

/** The backend's answers from memory; pages, can be made to fail, and finishes checks when it is told to. */
export class FakeProvenanceApi
  extends FakeGovernanceApi
  implements ProvenanceApi
{
  readonly queries: UsageQuery[] = [];
  readonly checks: CheckRequest[] = [];
  history: UsageTransition[] = [];
  failure?: Error;
  checkFailure?: Error;
  setupFailure?: Error;
  readonly discoveryQueries: DiscoveryQuery[] = [];
  discovery: DiscoveryResponse = {
    ...{ items: [], totalItems: 0, pageInfo: {}, coverage: [] },
  };
  setup: SetupResponse = {
    found: { entities: 0, artifacts: 0, locators: [] },
    steps: [],
    refusedHosts: { items: [], more: 0 },
  };

  constructor(
    public usages: UsageSummary[] = [],
    private readonly details: UsageDetail[] = [],
  ) {
    super();
  }

  async listUsages(query: UsageQuery): Promise<Page<UsageSummary>> {
    this.queries.push(query);
    if (this.failure) throw this.failure;
    const start = Number(query.cursor ?? 0);
    const end = start + (query.limit ?? 100);
    return {
      items: this.usages.slice(start, end),
      totalItems: this.usages.length,
      pageInfo: {
        nextCursor: end < this.usages.length ? String(end) : undefined,
      },
    };
  }

  async getUsage(id: string): Promise<UsageDetail> {
    if (this.failure) throw this.failure;
    const known = this.details.find(one => one.id === id);
    if (known) return known;
    const summary = this.usages.find(one => one.id === id);
    if (!summary) throw new FakeResponseError(404, 'No such usage');
    return detail(summary);
  }

  async listHistory(): Promise<Page<UsageTransition>> {
    if (this.failure) throw this.failure;
    const { history } = this;
    const items = history.slice(0, 10);
    return { items, totalItems: history.length, pageInfo: {} };
  }

  async listFindings(): Promise<Page<FindingItem>> {
    return { items: [], totalItems: 0, pageInfo: {} };
  }

  async getDigest(): Promise<DigestDetail> {
    throw new FakeResponseError(404, 'No such digest');
  }

  async listSigners(): Promise<SignerPage> {
    return { items: [], totalItems: 0, pageInfo: {}, undetermined: 0 };
  }

  async getDiscovery(query: DiscoveryQuery): Promise<DiscoveryResponse> {
    this.discoveryQueries.push(query);
    if (this.failure) throw this.failure;
    const { items, owners, ...rest } = this.discovery;
    const start = Number(query.cursor ?? 0);
    const end = start + (query.limit ?? 100);
    return {
      ...rest,
      ...(query.cursor === undefined && { owners }),
      items: items.slice(start, end),
      pageInfo: end < items.length ? { nextCursor: String(end) } : {},
    };
  }

  async getSetup(): Promise<SetupResponse> {
    if (this.setupFailure) throw this.setupFailure;
    return this.setup;
  }

  async listReasons(): Promise<ReasonsResponse> {
    return { items: [] };
  }

  /** Needs a permission that nobody has here, as do the two after it. */
  async getStatus(): Promise<StatusResponse> {
    throw forbidden();
  }

  async checkIntegrity(): Promise<IntegrityReport> {
    throw forbidden();
  }

  async eraseIdentity(): Promise<ErasureResponse> {
    throw forbidden();
  }

  async requestCheck(request: CheckRequest): Promise<CheckResponse> {
    this.checks.push(request);
    if (this.checkFailure) throw this.checkFailure;
    this.usages = this.usages.map(one => ({ ...one, checking: true }));
    return { usageIds: this.usages.map(one => one.id), justLooked: [] };
  }

  /** Ends the look at the first usages. */
  finish(count: number): void {
    this.usages = this.usages.map((one, i) =>
      i < count ? { ...one, checking: false } : one,
    );
  }
}
