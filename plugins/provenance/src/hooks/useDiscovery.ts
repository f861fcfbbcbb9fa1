import { useApi } from '@backstage/core-plugin-api';
import type {
  DiscoveryQuery,
  DiscoveryResponse,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { loadPages, pageSize } from './usePages';
import { useQuery, type Query } from './useQuery';

/** Coverage, and so many pages of the entities of which nothing is known. */
export function useDiscovery(
  filters: DiscoveryQuery,
  pages: number,
): Query<DiscoveryResponse> {
  const api = useApi(provenanceApiRef);
  return useQuery<DiscoveryResponse>({
    key: JSON.stringify(filters),
    revision: String(pages),
    load: () =>
      loadPages(pages, cursor =>
        api.getDiscovery({ ...filters, limit: pageSize, cursor }),
      ),
  });
}
