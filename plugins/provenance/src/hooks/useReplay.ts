import { useApi } from '@backstage/core-plugin-api';
import type { ProposalReplay } from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { refusalOf } from '../words';
import { useQuery, type Query } from './useQuery';

const runningMilliseconds = 2_000;

/** What a proposal would do, as far as it was replayed; absent where nobody asked for it yet. */
export interface KnownReplay {
  replay?: ProposalReplay;
}

/** Looks again while it is under way. */
export function useReplay(id: string, binding: string): Query<KnownReplay> {
  const api = useApi(provenanceApiRef);
  return useQuery<KnownReplay>({
    key: id,
    revision: binding,
    load: async () => {
      try {
        return { replay: await api.getReplay(id) };
      } catch (error) {
        if (refusalOf(error).isMissing) return {};
        throw error;
      }
    },
    pollAfter: ({ replay }) =>
      replay?.state === 'running' ? runningMilliseconds : undefined,
  });
}
