import { useMemo } from 'react';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import type { AcceptanceResponse } from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { readAloud, type AcceptanceList } from '../words';
import { useQuery, type Query } from './useQuery';

/** Who may sign what, as it is in force. */
export function useAcceptance(): Query<AcceptanceResponse> {
  const api = useApi(provenanceApiRef);
  return useQuery<AcceptanceResponse>({
    key: 'acceptance',
    load: () => api.getAcceptance(),
  });
}

/** The list in words, each rule with what the linter finds in it. */
export function useAcceptanceInWords(
  registry: AcceptanceResponse,
): AcceptanceList {
  const config = useApi(configApiRef);
  return useMemo(() => {
    // Where none are declared nothing can be said about their names.
    const environments = config.getOptionalStringArray(
      'provenance.environments',
    );
    return readAloud(registry, environments);
  }, [registry, config]);
}
