import { useApi } from '@backstage/core-plugin-api';
import type {
  AcceptanceResponse,
  ProposalDetail,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { useQuery, type Query } from './useQuery';

/** A proposal, and what is in force while it is read. */
export interface ProposalInContext {
  proposal: ProposalDetail;
  inForce: AcceptanceResponse;
}

/** Never looks again by itself: nobody is to approve what changed under their eyes. */
export function useProposal(id: string): Query<ProposalInContext> {
  const api = useApi(provenanceApiRef);
  return useQuery<ProposalInContext>({
    key: id,
    load: async () => {
      const [proposal, inForce] = await Promise.all([
        api.getProposal(id),
        api.getAcceptance(),
      ]);
      return { proposal, inForce };
    },
  });
}
