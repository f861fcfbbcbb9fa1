import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type {
  ProposalAct,
  ProposalDetail,
  ProposalReplay,
  ProvenanceApi,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { acknowledgeWords, actWords, type ActWords } from '../words';
import { useAct, type Act } from './useAct';
import { useMe } from './useMe';
import type { ProposalInContext } from './useProposal';
import { useReplay, type KnownReplay } from './useReplay';
import type { Query } from './useQuery';

/** What the sections of a proposal's page share. */
export interface ProposalPageState extends ProposalInContext {
  /** Of what this person reads: every act names it, so that nobody acts on what they did not see (S9.1). */
  expected: string;
  isEditedSince: boolean;
  /** From here on what is shown is what this person reads. */
  readAnew(): void;
  act: Act;
  replay: Query<KnownReplay>;
  wordsOf(act: ProposalAct): ActWords | undefined;
  acknowledgeWords(): ActWords;
  /**
   * Asks the backend for something, and shows what came of it.
   *
   * @param options - `isOwnEdit`: what it says afterwards is what this person wanted it to say
   */
  ask(
    request: (
      api: ProvenanceApi,
      id: string,
    ) => Promise<ProposalDetail | ProposalReplay>,
    done: string,
    options?: { isOwnEdit?: boolean },
  ): Promise<boolean>;
  reload(): void;
}

/** @param reload - reads the proposal again */
export function useProposalPage(
  { proposal, inForce }: ProposalInContext,
  reload: () => void,
): ProposalPageState {
  const api = useApi(provenanceApiRef);
  const me = useMe();
  const act = useAct();
  const { id, binding } = proposal;
  const [read, setRead] = useState(binding);
  const [own, setOwn] = useState<string>();
  const expected = binding === own ? own : read;
  const replay = useReplay(id, binding);
  const isEditedSince = expected !== binding;
  const known = replay.value?.replay;
  const situation = { proposal, inForce, replay: known, me, isEditedSince };
  return {
    ...{ proposal, inForce, expected, isEditedSince, act, replay, reload },
    readAnew: () => setRead(binding),
    wordsOf: name => actWords(name, situation),
    acknowledgeWords: () => acknowledgeWords(situation),
    ask: (request, done, options) =>
      act.run(async () => {
        const answer = await request(api, id);
        if (options?.isOwnEdit) setOwn(answer.binding);
        reload();
        replay.reload();
      }, done),
  };
}
