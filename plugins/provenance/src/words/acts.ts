import {
  blocksReview,
  type AcceptanceRegistry,
  type ProposalAct,
  type ProposalDetail,
  type ProposalReplay,
} from '@countersign/backstage-plugin-provenance-common';
import { isBaseOld, stepFor } from './proposals';
import { counted } from './setup';

/** What an act depends on, as far as the page knows it; the backend judges by itself. */
export interface ActSituation {
  proposal: ProposalDetail;
  inForce: Pick<AcceptanceRegistry, 'version'>;
  replay?: ProposalReplay;
  me: { ref?: string; mayPropose?: boolean; mayReview?: boolean };
  /** What is shown is not what this person began to read. */
  isEditedSince: boolean;
}

export interface ActWords {
  /** Why this person may not now, a sentence each; none where they may try. */
  reasons: string[];
}

/** Whether an act is shown, and why this person may not do it; undefined where the state does not know it. */
export function actWords(
  act: ProposalAct,
  situation: ActSituation,
): ActWords | undefined {
  const step = stepFor(situation.proposal.state, act);
  if (!step) return undefined;
  const byAct: Partial<Record<ProposalAct, (of: ActSituation) => string[]>> = {
    open: openReasons,
    approve: approveReasons,
    merge: mergeReasons,
  };
  return {
    reasons: [
      ...editedReasons(situation),
      ...whoReasons(step.by, situation),
      ...(byAct[act]?.(situation) ?? []),
    ],
  };
}

/** Acknowledging is a reviewer's, in whatever state. */
export function acknowledgeWords(situation: ActSituation): ActWords {
  return {
    reasons: [
      ...editedReasons(situation),
      ...whoReasons('reviewer', situation),
    ],
  };
}

/** Why nobody can ask for a replay now. */
export function replayReasons(
  situation: Pick<ActSituation, 'proposal' | 'inForce' | 'isEditedSince'>,
): string[] {
  return [...editedReasons(situation), ...baseReasons(situation)];
}

function baseReasons({
  proposal,
  inForce,
}: Pick<ActSituation, 'proposal' | 'inForce'>): string[] {
  return isBaseOld(proposal, inForce)
    ? ['Another version is in force by now; it has to be rebased first.']
    : [];
}

/** S9.1: nobody speaks for what they did not read. */
function editedReasons({
  isEditedSince,
}: Pick<ActSituation, 'isEditedSince'>): string[] {
  return isEditedSince
    ? ['It was edited since you opened it; read it anew first.']
    : [];
}

function whoReasons(
  by: 'proposer' | 'author' | 'reviewer',
  { proposal, me }: ActSituation,
): string[] {
  const isAuthor = me.ref !== undefined && proposal.authors.includes(me.ref);
  if (by === 'reviewer') {
    if (isAuthor)
      return ['You edited it, and whoever edited a proposal never reviews it.'];
    return me.mayReview === false
      ? ['It needs the permission provenance.acceptance.review.']
      : [];
  }
  if (me.mayPropose === false)
    return ['It needs the permission provenance.acceptance.propose.'];
  return by === 'author' && me.ref !== undefined && !isAuthor
    ? ['Only its authors may.']
    : [];
}

function openReasons({ proposal: { lint } }: ActSituation): string[] {
  const errors = lint.filter(({ severity }) => severity === 'error').length;
  const open = lint.filter(
    one => one.severity === 'warning' && blocksReview(one),
  ).length;
  return [
    ...(errors > 0
      ? [`The linter has ${counted(errors, 'error')}; edit it first.`]
      : []),
    ...(open > 0
      ? [
          `The authors say nothing to ${counted(
            open,
            'warning',
          )}; edit it and say why.`,
        ]
      : []),
  ];
}

function approveReasons({ proposal, me }: ActSituation): string[] {
  const has = proposal.review?.outcome.counted.some(by => by === me.ref);
  return has ? ['You approved what it says now.'] : [];
}

/** S9.4: what does nothing but distrust more is merged by one security reviewer; who that is the backend knows. */
function mergeReasons(situation: ActSituation): string[] {
  const { proposal, replay } = situation;
  const { review } = proposal;
  const isApproved =
    review === undefined ||
    review.outcome.isApproved ||
    review.demand.isNarrowing;
  return [
    ...baseReasons(situation),
    ...replayedReasons(replay),
    ...(isApproved ? [] : ['It is not approved yet.']),
  ];
}

function replayedReasons(replay: ProposalReplay | undefined): string[] {
  if (!replay?.isCurrent || replay.state !== 'done')
    return ['What it says now has not been replayed yet.'];
  const open = replay.blockers.filter(one => !one.acknowledged).length;
  return open > 0
    ? [
        `${counted(open, 'effect')} of it ${
          open === 1 ? 'is' : 'are'
        } not acknowledged.`,
      ]
    : [];
}
