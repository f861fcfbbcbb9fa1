import { ResponseError } from '@backstage/errors';
import type {
  CheckRequest,
  CheckResponse,
  Page,
  ReasonsResponse,
  UsageDetail,
  UsageQuery,
  UsageSummary,
} from './api';

/**
 * What the provenance backend answers.
 *
 * @public
 */
export interface ProvenanceApi {
  listUsages(query: UsageQuery): Promise<Page<UsageSummary>>;
  getUsage(id: string): Promise<UsageDetail>;
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
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      for (const one of [value].flat()) {
        if (one !== undefined) parameters.append(name, String(one));
      }
    }
    return this.request(`/usages?${parameters}`);
  }

  async getUsage(id: string): Promise<UsageDetail> {
    return this.request(`/usages/${encodeURIComponent(id)}`);
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
