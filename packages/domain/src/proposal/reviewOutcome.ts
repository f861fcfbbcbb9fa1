import type { ReviewDemand } from './reviewDemand';

/**
 * Somebody's word for exactly one content over exactly one base.
 *
 * @public
 */
export interface Approval {
  /** Full reference of who gave it. */
  by: string;
  /** Hash over content and base version (S9.1). */
  binding: string;
}

/**
 * What is known now of somebody who approved. Asked for when it counts: people leave groups.
 *
 * @public
 */
export interface Reviewer {
  /** Signed in as a person: no guest, service or automation (S9.2, S9.6). */
  isPerson: boolean;
  /** Has the permission, and is in one of the configured groups. */
  mayReview: boolean;
  /** The owners of rules that they are, or are a member of. */
  speaksFor: readonly string[];
}

/**
 * Why an approval does not count.
 *
 * @public
 */
export type Ignored =
  | 'other-content'
  | 'author'
  | 'nobody-known'
  | 'no-person'
  | 'no-reviewer'
  | 'twice';

/**
 * How far a change is from being approved.
 *
 * @public
 */
export interface ReviewOutcome {
  isApproved: boolean;
  /** Who counts towards the number, in the order of their words. */
  counted: string[];
  ignored: { by: string; why: Ignored }[];
  missing: {
    approvals: number;
    /** Owners for whom nobody has spoken. */
    owners: string[];
  };
}

/**
 * Counts approvals (S9.1, S9.2, S9.6). Four eyes are a rule of the product: whatever the permission back-end says, no
 * author counts, and nothing but a person does.
 *
 * A member of a rule's owner who is no reviewer speaks for the owner, and does not count towards the number.
 *
 * @param authors - everybody who edited it, not only who began
 * @param reviewerOf - undefined: nobody knows them any more
 * @public
 */
export function reviewOutcome(options: {
  demand: Pick<ReviewDemand, 'approvals' | 'owners'>;
  binding: string;
  authors: readonly string[];
  approvals: readonly Approval[];
  reviewerOf(ref: string): Reviewer | undefined;
}): ReviewOutcome {
  const { demand, approvals, reviewerOf } = options;
  const authors = new Set(options.authors.map(inSmallLetters));
  const heard = new Set<string>();
  const counted: string[] = [];
  const spokenFor = new Set<string>();
  const ignored: ReviewOutcome['ignored'] = [];
  for (const { by, binding } of approvals) {
    const ref = inSmallLetters(by);
    const reviewer = reviewerOf(ref);
    const isCurrent = binding === options.binding;
    const why = whyIgnored({
      isCurrent,
      isAuthor: authors.has(ref),
      isTwice: heard.has(ref),
      reviewer,
    });
    if (!reviewer || why) {
      ignored.push({ by, why: why ?? 'nobody-known' });
      continue;
    }
    heard.add(ref);
    const owners = demand.owners.filter(one =>
      reviewer.speaksFor.includes(one),
    );
    owners.forEach(owner => spokenFor.add(owner));
    if (reviewer.mayReview) counted.push(by);
    else if (owners.length === 0) ignored.push({ by, why: 'no-reviewer' });
  }
  const missing = {
    approvals: Math.max(0, demand.approvals - counted.length),
    owners: demand.owners.filter(owner => !spokenFor.has(owner)),
  };
  return {
    isApproved: missing.approvals === 0 && missing.owners.length === 0,
    counted,
    ignored,
    missing,
  };
}

function whyIgnored(given: {
  isCurrent: boolean;
  isAuthor: boolean;
  isTwice: boolean;
  reviewer: Reviewer | undefined;
}): Ignored | undefined {
  if (given.isAuthor) return 'author';
  if (!given.isCurrent) return 'other-content';
  if (!given.reviewer) return 'nobody-known';
  if (!given.reviewer.isPerson) return 'no-person';
  return given.isTwice ? 'twice' : undefined;
}

/** The catalog compares references without case. */
function inSmallLetters(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
