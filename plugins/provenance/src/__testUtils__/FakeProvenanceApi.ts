import type {
  AcceptanceResponse,
  CheckRequest,
  CheckResponse,
  DigestDetail,
  FindingItem,
  Page,
  ProvenanceApi,
  ReasonsResponse,
  UsageDetail,
  UsageQuery,
  UsageSummary,
  UsageTransition,
} from '@countersign/backstage-plugin-provenance-common';
import { detail } from './usages';

/** An error as the client gives it for an answer that is not 2xx. */
export class FakeResponseError extends Error {
  readonly name = 'ResponseError';
  constructor(readonly statusCode: number, message: string) {
    super(message);
  }
}

/** The backend's answers from memory; pages, can be made to fail, and finishes checks when it is told to. */
export class FakeProvenanceApi implements ProvenanceApi {
  readonly queries: UsageQuery[] = [];
  readonly checks: CheckRequest[] = [];
  failure?: Error;
  checkFailure?: Error;

  constructor(
    public usages: UsageSummary[] = [],
    private readonly details: UsageDetail[] = [],
  ) {}

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
    return { items: [], totalItems: 0, pageInfo: {} };
  }

  async listFindings(): Promise<Page<FindingItem>> {
    return { items: [], totalItems: 0, pageInfo: {} };
  }

  async getDigest(): Promise<DigestDetail> {
    throw new FakeResponseError(404, 'No such digest');
  }

  async getAcceptance(): Promise<AcceptanceResponse> {
    return { version: 1, rules: [] };
  }

  async listReasons(): Promise<ReasonsResponse> {
    return { items: [] };
  }

  async requestCheck(request: CheckRequest): Promise<CheckResponse> {
    this.checks.push(request);
    if (this.checkFailure) throw this.checkFailure;
    this.usages = this.usages.map(one => ({ ...one, checking: true }));
    return { usageIds: this.usages.map(one => one.id) };
  }

  /** Ends the look at the first usages. */
  finish(count: number): void {
    this.usages = this.usages.map((one, i) =>
      i < count ? { ...one, checking: false } : one,
    );
  }
}
