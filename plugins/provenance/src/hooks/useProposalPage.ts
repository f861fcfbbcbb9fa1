import { useCallback, useState } from 'react';
import type { ProposalAct } from '@countersign/backstage-plugin-provenance-common';
import { acknowledgeWords, actWords, type ActWords } from '../words';
import { useMe } from './useMe';
import type { ProposalInContext } from './useProposal';
import type { Query } from './useQuery';
import { useReplay, type KnownReplay } from './useReplay';

/** What the sections of a proposal's page share. */
export interface ProposalPageState extends ProposalInContext {
  /** Of what this person reads: every act names it, so that nobody acts on what they did not see (S9.1). */
  expected: string;
  isEditedSince: boolean;
  /** From here on what is shown is what this person reads. */
  readAnew(): void;
  /** This person made it say what has this binding. */
  wrote(binding: string): void;
  replay: Query<KnownReplay>;
  /** Undefined where the state does not know the act. */
  wordsOf(act: ProposalAct): ActWords | undefined;
  acknowledgeWords(): ActWords;
  /** Reads the proposal and its replay again. */
  reload(): void;
}

/** @param onReload - reads the proposal again */
export function useProposalPage(
  { proposal, inForce }: ProposalInContext,
  onReload: () => void,
): ProposalPageState {
  const me = useMe();
  const { id, binding } = proposal;
  const [read, setRead] = useState(binding);
  const [own, wrote] = useState<string>();
  const expected = binding === own ? own : read;
  const isEditedSince = expected !== binding;
  const replay = useReplay(id, binding);
  const { reload: reloadReplay } = replay;
  const reload = useCallback(() => {
    onReload();
    reloadReplay();
  }, [onReload, reloadReplay]);
  const known = replay.value?.replay;
  const situation = { proposal, inForce, replay: known, me, isEditedSince };
  return {
    ...{ proposal, inForce, expected, isEditedSince, replay, reload, wrote },
    readAnew: () => setRead(binding),
    wordsOf: act => actWords(act, situation),
    acknowledgeWords: () => acknowledgeWords(situation),
  };
}
