import {
  proposalStep,
  type AcceptanceRegistry,
  type Ignored,
  type ProductionTouch,
  type ProposalAct,
  type ProposalDetail,
  type ProposalItem,
  type ProposalReview,
  type ProposalState,
  type ReviewDemand,
} from '@countersign/backstage-plugin-provenance-common';
import type { Tone } from './standing';

interface StateWords {
  label: string;
  sentence: string;
  tone: Tone;
}

const stateTexts: Record<ProposalState, StateWords> = {
  draft: {
    label: 'Draft',
    sentence: 'Its authors write it. Nobody reviews it before they open it.',
    tone: 'grey',
  },
  open: {
    label: 'Open for review',
    sentence: 'It waits for those who review it.',
    tone: 'grey',
  },
  'changes-requested': {
    label: 'Changes requested',
    sentence: 'It is the authors’ move: an edit opens it again.',
    tone: 'amber',
  },
  merged: {
    label: 'Merged',
    sentence: 'It is a version of its own, and cannot change any more.',
    tone: 'green',
  },
  rejected: {
    label: 'Rejected',
    sentence: 'A reviewer ended it. Nothing of it came into force.',
    tone: 'grey',
  },
  withdrawn: {
    label: 'Withdrawn',
    sentence: 'An author ended it. Nothing of it came into force.',
    tone: 'grey',
  },
};

/** A state that this version does not know is none of those in which something can be done. */
export function stateWords(state: ProposalState): StateWords {
  return (
    stateTexts[state] ?? {
      label: 'Unknown state',
      sentence: 'The backend is newer than this page.',
      tone: 'grey',
    }
  );
}

export function hasEnded(state: ProposalState): boolean {
  return !['draft', 'open', 'changes-requested'].includes(state);
}

/** Another version came into force since. A replica that is behind may still answer with an older one. */
export function isBaseOld(
  { state, base }: Pick<ProposalItem, 'state' | 'base'>,
  inForce: Pick<AcceptanceRegistry, 'version'>,
): boolean {
  return !hasEnded(state) && inForce.version > base;
}

/** Whether the state allows an act, whoever asks for it. */
export function stepFor(state: ProposalState, act: ProposalAct) {
  return state in stateTexts ? proposalStep(state, act) : undefined;
}

/** Why a change needs two reviewers. */
export const touchWords: Record<ProductionTouch, string> = {
  'rule-in-production': 'it changes a rule that speaks of production',
  'rule-removed': 'it removes a rule',
  'requirement-removed': 'it changes what a rule asks for',
  'distrust-removed': 'it changes or removes a distrust entry',
  'builder-changed': 'it changes a reviewed builder',
  'key-changed': 'it changes a key that rules may name',
  'binding-changed': 'it changes whose repository counts as whose own',
};

/** `Needs two who review it and did not write it, because it removes a rule.` Owners are named apart. */
export function demandWords({ approvals, production }: ReviewDemand): string {
  const count = approvals === 1 ? 'one' : 'two';
  const verbs = approvals === 1 ? 'reviews it and' : 'review it and';
  const why = production.map(
    touch => touchWords[touch] ?? 'of what it touches',
  );
  const because = why.length > 0 ? `, because ${why.join(' and ')}` : '';
  return `Needs ${count} who ${verbs} did not write it${because}.`;
}

const ignoredTexts: Record<Ignored, string> = {
  'other-content': 'approved something else: it was edited or rebased since',
  author: 'edited it, and nobody reviews what they edited',
  'nobody-known': 'is not in the catalog any more',
  'no-person': 'is not a person who is signed in by name',
  'no-reviewer':
    'is none of the reviewers that the configuration names, and owns no rule that it touches',
  twice: 'is counted once already',
};

/** Why an approval does not count. */
export function ignoredWords(why: Ignored): string {
  return ignoredTexts[why] ?? 'does not count';
}

const reviewTexts: Record<ProposalReview['act'], string> = {
  approve: 'approved',
  'request-changes': 'requested changes',
  reject: 'rejected it',
  comment: 'commented',
  merge: 'merged it',
};

export function reviewWords(
  review: ProposalReview,
  { binding }: Pick<ProposalDetail, 'binding'>,
): string {
  const said = reviewTexts[review.act] ?? 'said something';
  return review.act === 'approve' && review.binding !== binding
    ? `${said} what it said before`
    : said;
}
