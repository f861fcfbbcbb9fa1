import { useApi } from '@backstage/core-plugin-api';
import type { SetupResponse } from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { useQuery, type Query } from './useQuery';

const openMilliseconds = 30_000;

/** What the portal has and lacks; asked for again while it lacks something, as somebody is at it. */
export function useSetup(): Query<SetupResponse> {
  const api = useApi(provenanceApiRef);
  return useQuery<SetupResponse>({
    key: 'setup',
    load: () => api.getSetup(),
    pollAfter: ({ steps }) =>
      steps.every(({ done }) => done) ? undefined : openMilliseconds,
  });
}
