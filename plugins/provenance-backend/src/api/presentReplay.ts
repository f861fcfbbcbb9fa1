import type {
  ProposalReplay,
  RegistryReplay,
  ReplayBlocker,
} from '@countersign/backstage-plugin-provenance-common';
import { blockersOf, type ReplayResult } from '@countersign/domain';
import { blockerInWords } from '../acceptance/replay';
import {
  replaySilenceMs,
  type Acknowledgement,
  type StoredProposal,
  type StoredRegistryReplay,
  type StoredReplay,
} from '../store';

/** @param seesAll - whether the viewer sees every usage; to others none is named, and no owner (S11.2) */
export function presentReplay(
  replay: StoredReplay,
  {
    proposal,
    seesAll,
    now,
  }: { proposal: StoredProposal; seesAll: boolean; now: Date },
): ProposalReplay {
  const { acknowledgements, result, ...rest } = replay;
  return {
    ...rest,
    isCurrent: replay.binding === proposal.binding,
    ...endOf(replay, now),
    ...(result && { result: seesAll ? result : withoutNames(result) }),
    blockers: result ? blockersIn(acknowledgements, result) : [],
  };
}

/** The same of a list that nobody has proposed, and of which nobody has acknowledged anything. */
export function presentRegistryReplay(
  replay: StoredRegistryReplay,
  { seesAll, now }: { seesAll: boolean; now: Date },
): RegistryReplay {
  const { result, ...rest } = replay;
  return {
    ...rest,
    ...endOf(replay, now),
    ...(result && { result: seesAll ? result : withoutNames(result) }),
    blockers: result ? blockersIn([], result) : [],
  };
}

/** Whoever replays says so again and again; silent, it has ended. */
function endOf(
  { state, heardAt }: Pick<StoredReplay, 'state' | 'heardAt'>,
  now: Date,
) {
  const isSilent =
    state === 'running' &&
    now.getTime() - Date.parse(heardAt) >= replaySilenceMs;
  return (
    isSilent && {
      state: 'failed' as const,
      problem: 'the process that replayed it has ended',
    }
  );
}

function blockersIn(
  acknowledgements: readonly Acknowledgement[],
  result: ReplayResult,
): ReplayBlocker[] {
  const words = new Map(acknowledgements.map(one => [one.key, one]));
  return blockersOf(result, []).map(blocker => {
    const word = words.get(blocker.key);
    return {
      ...blocker,
      text: blockerInWords(blocker, result),
      ...(word && {
        acknowledged: { by: word.by, text: word.text, at: word.at },
      }),
    };
  });
}

/** Counts say what a change does; which usages there are is for those who may see them. */
function withoutNames(result: ReplayResult): ReplayResult {
  const { groups, admitted, byOwner } = result;
  const nameless = <Named extends { examples: unknown[] }>(all: Named[]) =>
    all.map(one => ({ ...one, examples: [] }));
  return {
    ...result,
    byOwner: { ...byOwner, of: [] },
    groups: nameless(groups),
    admitted: {
      ...admitted,
      foreign: nameless(admitted.foreign),
      own: nameless(admitted.own),
    },
  };
}
