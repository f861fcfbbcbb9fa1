import { useApi } from '@backstage/core-plugin-api';
import type {
  ProposalDetail,
  ProposalReplay,
  ProvenanceApi,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { useAct, type Act } from './useAct';
import type { ProposalPageState } from './useProposalPage';

type Answer = ProposalDetail | ProposalReplay;

/** What a section of a proposal's page asks the backend for, one at a time. */
export interface Ask {
  act: Act;
  /**
   * Shows afterwards what came of it.
   *
   * @param options - `isOwnEdit`: what the proposal says afterwards is what this person wanted it to say
   * @returns whether it was done
   */
  ask(
    request: (api: ProvenanceApi, id: string) => Promise<Answer>,
    done: string,
    options?: { isOwnEdit?: boolean },
  ): Promise<boolean>;
}

export function useAsk(page: ProposalPageState): Ask {
  const api = useApi(provenanceApiRef);
  const act = useAct();
  return {
    act,
    ask: (request, done, options) =>
      act.run(async () => {
        const { binding } = await request(api, page.proposal.id);
        if (options?.isOwnEdit) page.wrote(binding);
        page.reload();
      }, done),
  };
}
