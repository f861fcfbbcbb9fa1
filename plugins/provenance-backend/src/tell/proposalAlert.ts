import type { Alert } from '@countersign/backstage-plugin-provenance-node';
import {
  contentDiff,
  reviewDemand,
  type Governance,
  type RegistryContent,
} from '@countersign/domain';
import type { StoredProposal } from '../store/proposals';
import { plainName, plainText } from './plainText';

/** What somebody did to a proposal, of which others hear. */
export type ToldAct =
  | 'open'
  | 'edit'
  | 'rebase'
  | 'approve'
  | 'request-changes'
  | 'reject'
  | 'comment'
  | 'merge'
  | 'merge-unreviewed';

export interface ToldProposal {
  /** As it stands after the act, with the words that were said before it. */
  proposal: StoredProposal;
  act: ToldAct;
  /** Who did it, a reference in small letters. */
  by: string;
  now: string;
}

/** One message reaches so many; whoever names more owners in a list hides nothing by it. */
const mostRecipients = 50;
const longestRef = 255;

const words: Record<ToldAct, { title: string; text: string }> = {
  open: {
    title: 'Review wanted',
    text: 'proposes to change who may sign what, and asks for a review.',
  },
  edit: {
    title: 'Edited after a review',
    text: 'changed it. What was approved before was something else; it has to be reviewed again.',
  },
  rebase: {
    title: 'Rebased after a review',
    text: 'put it over the version in force. It has to be reviewed again.',
  },
  approve: { title: 'Approved', text: 'approved it.' },
  'request-changes': { title: 'Changes wanted', text: 'asks for changes.' },
  reject: { title: 'Rejected', text: 'rejected it.' },
  comment: { title: 'Commented', text: 'commented on it.' },
  merge: { title: 'Merged', text: 'merged it. It is in force.' },
  'merge-unreviewed': {
    title: 'Merged without a review',
    text: 'merged it at once, because it does nothing but distrust more. It is in force, and has to be reviewed afterwards.',
  },
};

/**
 * The message about an act on a proposal: what asks for a review goes to those who review, everything else to its
 * authors. It never says what the rules say, which is for those who may read them.
 *
 * @param base - what the proposal would change
 * @returns undefined where it is no news to anybody
 */
export function proposalAlert(
  told: ToldProposal,
  options: { id: string; base: RegistryContent; governance: Governance },
): Alert | undefined {
  const { proposal, act, by, now } = told;
  const isForReviewers = asksForReview(told);
  if (isForReviewers === undefined) return undefined;
  const recipients = (
    isForReviewers ? reviewersOf(proposal, options) : proposal.authors
  ).filter(ref => ref !== by && ref.length <= longestRef);
  if (recipients.length === 0) return undefined;
  const { title, text } = words[act];
  return {
    id: options.id,
    topic: isForReviewers ? 'review-wanted' : 'proposal-news',
    recipients: [...new Set(recipients)].slice(0, mostRecipients),
    severity: act === 'merge-unreviewed' ? 'high' : 'normal',
    title: `${title}: ${plainName(proposal.title, 100)}`.slice(0, 200),
    description: `${plainText(by)} ${text}`,
    link: `/provenance/acceptance/proposals/${encodeURIComponent(proposal.id)}`,
    at: now,
  };
}

/** @returns undefined where nobody hears of it: nobody has read what is edited */
function asksForReview({ act, proposal }: ToldProposal): boolean | undefined {
  switch (act) {
    case 'open':
    case 'merge-unreviewed':
      return true;
    case 'edit':
    case 'rebase':
      return wasReviewed(proposal) ? true : undefined;
    default:
      return false;
  }
}

function wasReviewed({ reviews, voidedThrough }: StoredProposal): boolean {
  return reviews.some(
    ({ id, act }) =>
      id > voidedThrough && (act === 'approve' || act === 'request-changes'),
  );
}

function reviewersOf(
  { content }: StoredProposal,
  { base, governance }: { base: RegistryContent; governance: Governance },
): string[] {
  const { owners } = reviewDemand(contentDiff(base, content), governance);
  return [...governance.reviewers, ...owners];
}

/** Nobody has read as a reviewer what configuration seeded. */
export function seedAlert(seeded: {
  number: number;
  now: string;
  reviewers: readonly string[];
}): Alert {
  const { number, now, reviewers } = seeded;
  return {
    id: `seed-${number}`,
    topic: 'review-wanted',
    recipients: reviewers.slice(0, mostRecipients),
    severity: 'normal',
    title: `Review wanted: version ${number} of who may sign what`,
    description:
      'The configuration seeded it. It is in force, and nobody has reviewed it.',
    link: '/provenance/acceptance',
    at: now,
  };
}
