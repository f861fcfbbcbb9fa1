import { useApi } from '@backstage/core-plugin-api';
import {
  proposalStates,
  type AcceptanceVersionItem,
  type ProposalItem,
  type ProposalState,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { pageSize, usePages } from './usePages';
import { useQuery, type Query } from './useQuery';
import { useSearchTexts } from './useSearchTexts';

const parameter = 'state';

/** To which state the list is narrowed, kept in the address so that a link shows the same to a colleague. */
export function useProposalFilter(): {
  state?: ProposalState;
  narrow(to: string): void;
} {
  const [search, change] = useSearchTexts();
  const state = proposalStates.find(one => one === search.get(parameter));
  return { state, narrow: to => change({ [parameter]: to }) };
}

/** Proposals, newest first. */
export function useProposals(state: ProposalState | undefined) {
  const api = useApi(provenanceApiRef);
  return usePages<ProposalItem>(`proposals ${state ?? ''}`, cursor =>
    api.listProposals({
      limit: pageSize,
      ...(state !== undefined && { state }),
      ...(cursor !== undefined && { cursor }),
    }),
  );
}

/** The newest version: its source says whether there is anything that could be proposed. */
export function useNewestVersion(): Query<{ newest?: AcceptanceVersionItem }> {
  const api = useApi(provenanceApiRef);
  return useQuery<{ newest?: AcceptanceVersionItem }>({
    key: 'newest version',
    load: async () => {
      const { items } = await api.listAcceptanceVersions({ limit: 1 });
      return { newest: items.at(0) };
    },
  });
}
