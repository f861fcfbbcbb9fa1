import type {
  BlockerReason,
  LintAnswer,
  LintFinding,
  ProposalState,
  RegistryContent,
  ReplayResult,
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
  /** Others than its authors approved it, or reviewed it afterwards. */
  reviewed: boolean;
  /** Who reviewed it when it was in force already: it was merged at once, or seeded. */
  review?: { by: string; at: string; text?: string };
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
  /** `rules`, `distrust`, `builders`, `bindings` and `keys` as a whole, each entry as configuration writes it. */
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

/**
 * Something that a proposal does and that somebody has to have seen before it is merged (S9.3).
 *
 * @public
 */
export interface ReplayBlocker {
  /** Names it when it is acknowledged. */
  key: string;
  why: BlockerReason[];
  /** What it is, in a sentence. */
  text: string;
  /** Absent: nobody has, and the proposal cannot be merged. */
  acknowledged?: { by: string; text: string; at: string };
}

/**
 * What a proposal would do to everything that runs.
 *
 * @public
 */
export interface ProposalReplay {
  /** Of what was replayed. */
  binding: string;
  /** The proposal still says that. */
  isCurrent: boolean;
  state: 'running' | 'done' | 'failed';
  /** Full reference of whoever asked for it, in small letters. */
  by: string;
  /** Usages that were replayed so far. */
  done: number;
  /** ISO 8601. */
  startedAt: string;
  /** When it last went on, or ended. ISO 8601. */
  heardAt: string;
  /** What came of it. Usages and owners are named only to those who may see all of them. */
  result?: ReplayResult;
  /** Why it failed. */
  problem?: string;
  blockers: ReplayBlocker[];
}

/**
 * Body of `POST /proposals/{id}/acknowledgements`.
 *
 * @public
 */
export interface ReplayAcknowledgement {
  /** Binding of what they saw. */
  expected: string;
  /** Of {@link ReplayBlocker}s. */
  keys: string[];
  /** Why it may be so. */
  text: string;
}

/**
 * Body of `POST /acceptance/replays`.
 *
 * @public
 */
export interface RegistryReplayRequest {
  /** `rules`, `distrust` and `builders` as a whole, each entry as configuration writes it. */
  content: object;
}

/**
 * What a list that nobody has proposed would do to everything that runs. It is kept for an hour.
 *
 * @public
 */
export interface RegistryReplay
  extends Pick<
    ProposalReplay,
    'state' | 'done' | 'startedAt' | 'heardAt' | 'result' | 'problem'
  > {
  id: string;
  /** The version in force that it was held against. */
  base: number;
  /** What would need a word, were it proposed. */
  blockers: Omit<ReplayBlocker, 'acknowledged'>[];
}
