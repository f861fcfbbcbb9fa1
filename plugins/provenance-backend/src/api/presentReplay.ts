import type {
  ProposalReplay,
  ReplayBlocker,
} from '@countersign/backstage-plugin-provenance-common';
import { blockersOf, type ReplayResult } from '@countersign/domain';
import { blockerInWords } from '../acceptance/replay';
import {
  replaySilenceMs,
  type StoredProposal,
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
  const { acknowledgements: _, result, ...rest } = replay;
  const isSilent =
    replay.state === 'running' &&
    now.getTime() - Date.parse(replay.heardAt) >= replaySilenceMs;
  return {
    ...rest,
    isCurrent: replay.binding === proposal.binding,
    ...(isSilent && {
      state: 'failed' as const,
      problem: 'the process that replayed it has ended',
    }),
    ...(result && { result: seesAll ? result : withoutNames(result) }),
    blockers: result ? blockersIn(replay, result) : [],
  };
}

function blockersIn(
  { acknowledgements }: StoredReplay,
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
