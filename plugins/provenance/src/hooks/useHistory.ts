import { useApi } from '@backstage/core-plugin-api';
import type {
  Page,
  UsageSummary,
  UsageTransition,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { useQuery, type Query } from './useQuery';

/** A glance; whoever needs all of them asks the API. */
const limit = 10;

/** The newest changes of a usage; read again when the list shows that it changed. */
export function useHistory(
  usage: Pick<UsageSummary, 'id' | 'since' | 'decision'>,
): Query<Page<UsageTransition>> {
  const api = useApi(provenanceApiRef);
  return useQuery<Page<UsageTransition>>({
    key: usage.id,
    revision: [usage.since, usage.decision].join(),
    load: () => api.listHistory(usage.id, { limit }),
  });
}
