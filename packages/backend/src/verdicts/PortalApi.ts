import {
  ProvenanceClient,
  type UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { setTimeout as sleep } from 'node:timers/promises';

/** The API of a running portal, as one person of the sandbox uses it. */
export class PortalApi {
  private readonly provenance: ProvenanceClient;

  private constructor(address: string, private readonly token: string) {
    this.provenance = new ProvenanceClient({
      discoveryApi: { getBaseUrl: async id => `${address}/api/${id}` },
      fetchApi: { fetch: (input, init) => this.fetch(input, init) },
    });
  }

  /** Waits until the catalog has read the person. */
  static async signIn(
    address: string,
    person: string,
    patience = 30_000,
  ): Promise<PortalApi> {
    const deadline = Date.now() + patience;
    for (;;) {
      const response = await fetch(`${address}/api/auth/sandbox/refresh`, {
        headers: {
          'x-sandbox-person': person,
          'x-requested-with': 'XMLHttpRequest',
        },
      });
      const body = await response.json();
      if (response.ok)
        return new PortalApi(address, body.backstageIdentity.token);
      if (Date.now() > deadline) {
        throw new Error(`${person} cannot sign in: ${body.error?.message}`);
      }
      await sleep(200);
    }
  }

  /** Every usage that the person may see. */
  async usages(): Promise<UsageSummary[]> {
    const items: UsageSummary[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.provenance.listUsages({ limit: 500, cursor });
      items.push(...page.items);
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return items;
  }

  async check(usageId: string): Promise<void> {
    await this.provenance.requestCheck({ usageId });
  }

  private fetch(input: URL | RequestInfo, init?: RequestInit) {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${this.token}`);
    return fetch(input, { ...init, headers });
  }
}
