import type {
  LintAnswer,
  LintFinding,
  ProposalState,
  RegistryContent,
  ReviewDemand,
  ReviewOutcome,
} from '@countersign/domain';
import type { PageQuery } from './api';

/**
 * A version of the acceptance list, without what it says.
 *
 * @public
 */
export interface AcceptanceVersionItem {
  number: number;
  /** SHA-256 over the canonical JSON of its content, hexadecimal. */
  hash: string;
  source: 'configuration' | 'seed' | 'proposal';
  /** The version that it changed. */
  predecessor?: number;
  /** Id of the proposal that it was. */
  proposal?: string;
  /** Who approved it, and when. ISO 8601. */
  approvals: { by: string; at: string }[];
  /** Others than its authors approved it. */
  reviewed: boolean;
  /** ISO 8601. */
  seenAt: string;
}

/** @public */
export interface AcceptanceVersionDetail extends AcceptanceVersionItem {
  content: RegistryContent;
}

/**
 * A proposal in a list.
 *
 * @public
 */
export interface ProposalItem {
  id: string;
  state: ProposalState;
  title: string;
  reason: string;
  /** Number of the version that it changes. */
  base: number;
  /** Hash over base and content (S9.1); acts name it, so that nobody acts on what they did not see. */
  binding: string;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601. */
  updatedAt: string;
  /** Number of the version that it became. */
  mergedAs?: number;
}

/**
 * Somebody's word about exactly one content of a proposal.
 *
 * @public
 */
export interface ProposalReview {
  act: 'approve' | 'request-changes' | 'reject' | 'comment' | 'merge';
  /** Full reference, in small letters. */
  by: string;
  binding: string;
  text?: string;
  /** ISO 8601. */
  at: string;
}

/**
 * Answer of every request about one proposal.
 *
 * @public
 */
export interface ProposalDetail extends ProposalItem {
  content: RegistryContent;
  /** What it changes is what this says, where it is kept. */
  baseContent?: RegistryContent;
  /** Everybody who ever edited it; none of them counts as a reviewer. */
  authors: string[];
  reviews: ProposalReview[];
  /** What the authors say to the linter's warnings. */
  answers: LintAnswer[];
  /** What the linter says, each with the answer that fits. */
  lint: LintFinding[];
  /** What reviews it needs, and which of those given count now; absent where the base is not kept. */
  review?: { demand: ReviewDemand; outcome: ReviewOutcome };
}

/** @public */
export interface ProposalQuery extends PageQuery {
  state?: ProposalState;
}

/**
 * What the authors of a proposal write.
 *
 * @public
 */
export interface ProposalText {
  title: string;
  reason: string;
  /** `rules`, `distrust` and `builders` as a whole, each entry as configuration writes it. */
  content: object;
  answers?: LintAnswer[];
}

/**
 * Body of `POST /proposals`.
 *
 * @public
 */
export interface ProposalCreation extends ProposalText {
  /** The version in force that it changes. */
  base: number;
}

/**
 * Body of `POST /proposals/{id}/edit`.
 *
 * @public
 */
export interface ProposalEdit extends ProposalText {
  /** Binding of what the editor saw. */
  expected: string;
}

/**
 * Body of `POST /proposals/{id}/rebase`.
 *
 * @public
 */
export interface ProposalRebase {
  expected: string;
  /** The version in force. */
  base: number;
  content: object;
}

/**
 * Body of every other act.
 *
 * @public
 */
export interface ProposalWord {
  /** Binding of what they saw. */
  expected: string;
  text?: string;
}
