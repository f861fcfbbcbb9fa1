import { useApi } from '@backstage/core-plugin-api';
import type {
  UsageDetail,
  UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { useQuery, type Query } from './useQuery';

/** Everything that a usage's verdict rests on; read again when the list shows that the usage changed. */
export function useUsageDetail(usage: UsageSummary): Query<UsageDetail> {
  const api = useApi(provenanceApiRef);
  return useQuery<UsageDetail>({
    key: usage.id,
    revision: [usage.since, usage.lastCheckedAt, usage.digest].join(),
    load: () => api.getUsage(usage.id),
  });
}
