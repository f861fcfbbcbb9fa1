import { useApi } from '@backstage/core-plugin-api';
import type {
  DiscoveryQuery,
  DiscoveryResponse,
  ProvenanceApi,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { useQuery, type Query } from './useQuery';

const pageSize = 50;

/** Coverage, and so many pages of the entities of which nothing is known. */
export function useDiscovery(
  filters: DiscoveryQuery,
  pages: number,
): Query<DiscoveryResponse> {
  const api = useApi(provenanceApiRef);
  return useQuery<DiscoveryResponse>({
    key: JSON.stringify(filters),
    revision: String(pages),
    load: () => loadPages(api, filters, pages),
  });
}

async function loadPages(
  api: ProvenanceApi,
  filters: DiscoveryQuery,
  pages: number,
): Promise<DiscoveryResponse> {
  let answer = await api.getDiscovery({ ...filters, limit: pageSize });
  for (let page = 1; page < pages; page++) {
    const cursor = answer.pageInfo.nextCursor;
    if (cursor === undefined) break;
    const next = await api.getDiscovery({
      ...filters,
      limit: pageSize,
      cursor,
    });
    const { owners } = answer;
    answer = { ...next, owners, items: [...answer.items, ...next.items] };
  }
  return answer;
}
