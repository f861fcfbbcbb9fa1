import { ResponseError } from '@backstage/errors';
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

/**
 * What the provenance backend answers.
 *
 * @public
 */
export interface ProvenanceApi {
  listUsages(query: UsageQuery): Promise<Page<UsageSummary>>;
  getUsage(id: string): Promise<UsageDetail>;
  /** Transitions of a usage, newest first. */
  listHistory(id: string, query: PageQuery): Promise<Page<UsageTransition>>;
  /** Newest first. */
  listFindings(query: FindingQuery): Promise<Page<FindingItem>>;
  getDigest(digest: string): Promise<DigestDetail>;
  /** The rules in force; needs `provenance.acceptance.read`. */
  getAcceptance(): Promise<AcceptanceResponse>;
  listReasons(): Promise<ReasonsResponse>;
  /** Asks for a look at once; needs `provenance.check.create`. */
  requestCheck(request: CheckRequest): Promise<CheckResponse>;
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

  async getAcceptance(): Promise<AcceptanceResponse> {
    return this.request('/acceptance');
  }

  async listReasons(): Promise<ReasonsResponse> {
    return this.request('/reasons');
  }

  async requestCheck(request: CheckRequest): Promise<CheckResponse> {
    return this.request('/checks', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
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
function queryOf(query: UsageQuery | FindingQuery | PageQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) {
      if (one !== undefined) parameters.append(name, String(one));
    }
  }
  return `?${parameters}`;
}
