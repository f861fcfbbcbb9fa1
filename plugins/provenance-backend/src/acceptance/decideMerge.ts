import {
  contentDiff,
  isNoChange,
  reviewDemand,
  reviewOutcome,
  type Governance,
  type ReviewDemand,
  type Reviewer,
  type ReviewOutcome,
} from '@countersign/domain';
import {
  inSmallLetters,
  ProposalRefusedError,
  type MergeGround,
  type MergeSituation,
} from '../store';

/** Who is known now: those who approved, and whoever merges. */
export interface MergeParties {
  governance: Governance;
  reviewers: ReadonlyMap<string, Reviewer>;
  merger: Reviewer;
}

/** Whether a proposal is approved, and what is missing. */
export function approvalOf(
  { proposal, base, approvals }: MergeSituation,
  { governance, reviewers }: Omit<MergeParties, 'merger'>,
): { demand: ReviewDemand; outcome: ReviewOutcome } {
  const demand = reviewDemand(contentDiff(base, proposal.content), governance);
  const outcome = reviewOutcome({
    demand,
    binding: proposal.binding,
    authors: proposal.authors,
    approvals,
    reviewerOf: ref => reviewers.get(ref),
  });
  return { demand, outcome };
}

/**
 * By whose word a proposal may be merged (S9.2), or that a security reviewer may merge it at once, because it does
 * nothing but distrust more (S9.4).
 *
 * @throws ProposalRefusedError
 */
export function decideMerge(
  situation: MergeSituation,
  parties: MergeParties,
): MergeGround {
  const { proposal, base } = situation;
  if (isNoChange(contentDiff(base, proposal.content)))
    throw new ProposalRefusedError('no-change', 'it changes nothing');
  const { demand, outcome } = approvalOf(situation, parties);
  const counted = heardIn(situation, outcome);
  if (outcome.isApproved) return { counted, isReviewed: true };
  if (demand.isNarrowing && isSecurityReviewer(parties))
    return { counted, isReviewed: false };
  throw new ProposalRefusedError('not-approved', missingOf(outcome));
}

/** Those who reviewed, and those who spoke for the owner of a rule. */
function heardIn(
  { proposal, approvals }: MergeSituation,
  { ignored }: ReviewOutcome,
): string[] {
  const voided = ['other-content', 'twice'];
  const strangers = ignored
    .filter(({ why }) => !voided.includes(why))
    .map(({ by }) => by);
  return approvals
    .filter(({ binding }) => binding === proposal.binding)
    .map(({ by }) => by)
    .filter(by => !strangers.includes(by));
}

function isSecurityReviewer({ governance, merger }: MergeParties): boolean {
  return (
    merger.isPerson &&
    governance.securityReviewers.some(one =>
      merger.speaksFor.includes(inSmallLetters(one)),
    )
  );
}

function missingOf({ missing, ignored }: ReviewOutcome): string {
  const parts = [
    ...(missing.approvals > 0
      ? [`${missing.approvals} more who review and did not write it`]
      : []),
    ...missing.owners.map(owner => `a word of ${owner}, whose rule it is`),
    ...ignored.map(({ by, why }) => `${by} does not count (${why})`),
  ];
  return `it is not approved: ${parts.join('; ')}`;
}
