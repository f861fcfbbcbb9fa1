import { CustomErrorBase } from '@backstage/errors';
import {
  canonicalJson,
  type Approval,
  type LintAnswer,
  type ProposalState,
  type RegistryContent,
} from '@countersign/domain';
import { createHash } from 'node:crypto';

/** What somebody says about a proposal; `merge` is kept for who did it. */
export type ReviewAct =
  | 'approve'
  | 'request-changes'
  | 'reject'
  | 'comment'
  | 'merge';

export interface StoredReview {
  id: number;
  act: ReviewAct;
  /** Reference in small letters. */
  by: string;
  /** Of what they spoke. */
  binding: string;
  text?: string;
  at: string;
}

/** A proposal without the words about it. */
export interface ProposalSummary {
  id: string;
  state: ProposalState;
  title: string;
  reason: string;
  base: number;
  binding: string;
  createdAt: string;
  updatedAt: string;
  /** Number of the version that it became. */
  mergedAs?: number;
}

export interface StoredProposal extends ProposalSummary {
  content: RegistryContent;
  /** What the authors say to the linter's warnings. */
  answers: LintAnswer[];
  /** Id of the newest word before the last edit or rebase: none up to it counts, though the content came back. */
  voidedThrough: number;
  /** Everybody who ever edited it, references in small letters. */
  authors: string[];
  /** In the order in which they were said. */
  reviews: StoredReview[];
}

/** What a proposal says, as its authors write it. */
export interface ProposalText {
  title: string;
  reason: string;
  content: RegistryContent;
  answers: LintAnswer[];
}

/** The row as both dialects return it. */
export interface ProposalRow {
  id: string;
  state: ProposalState;
  title: string;
  reason: string;
  base: number;
  content: string;
  binding: string;
  answers: string;
  voided_through: number | string;
  created_at: string;
  updated_at: string;
  merged_as: number | null;
}

export interface ReviewRow {
  id: number | string;
  proposal_id: string;
  act: ReviewAct;
  by: string;
  binding: string;
  text: string | null;
  at: string;
}

/** Why nothing was done with a proposal. */
export type ProposalRefusal =
  | 'base-moved'
  | 'changed-behind-review'
  | 'linter'
  | 'nothing-in-force'
  | 'no-change'
  | 'not-acknowledged'
  | 'not-approved'
  | 'other-content'
  | 'own-proposal'
  | 'permissions-off'
  | 'wrong-author'
  | 'wrong-state';

/** Somebody asked for what cannot be done with a proposal as it stands; nothing was changed. */
export class ProposalRefusedError extends CustomErrorBase {
  name = 'ProposalRefusedError' as const;
  readonly status = 409;

  constructor(readonly code: ProposalRefusal, message: string) {
    super(message);
  }
}

/** S9.1: what approvals, acknowledgements and replay are for. Another word in it, or another base, and none counts. */
export function bindingOf(base: number, content: RegistryContent): string {
  return sha256(canonicalJson({ base, content }));
}

/**
 * Every approval that was ever given. Those before an edit are for nothing any more (S9.1), also where somebody edits back
 * what was approved: between the two there was a reason to change it.
 */
export function approvalsOf({
  reviews,
  voidedThrough,
}: Pick<StoredProposal, 'reviews' | 'voidedThrough'>): Approval[] {
  return reviews
    .filter(({ act }) => act === 'approve')
    .map(({ id, by, binding }) => ({
      by,
      binding: id > voidedThrough ? binding : 'voided',
    }));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The catalog compares references without case, and four eyes must not be two in another case. */
export function inSmallLetters(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}

export function summaryOf(row: ProposalRow): ProposalSummary {
  return {
    ...{ id: row.id, state: row.state, title: row.title },
    ...{ reason: row.reason, base: row.base, binding: row.binding },
    ...{ createdAt: row.created_at, updatedAt: row.updated_at },
    ...(row.merged_as !== null && { mergedAs: row.merged_as }),
  };
}
