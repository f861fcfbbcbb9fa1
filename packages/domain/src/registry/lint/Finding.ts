import type { LintCode } from './codes';

/**
 * `error` blocks; `warning` needs a sentence by the author.
 *
 * @public
 */
export type LintSeverity = 'error' | 'warning';

/**
 * Something in an acceptance list that somebody would regret.
 *
 * @public
 */
export interface LintFinding {
  code: LintCode;
  severity: LintSeverity;
  /** Where in the list: `initial[2].signers[0].subject`. */
  path: string;
  /** The text that it is about, exactly; make it visible before it is shown. */
  value?: string;
  /** What is wrong, safe to show. */
  sentence: string;
  /** What to do, safe to show. */
  fix: string;
  /** What the author or the review said to it. */
  because?: string;
  /** Of a change: the list that is changed has it as well, about the same, so that a warning needs no sentence. */
  isInForce?: true;
}

/**
 * What somebody said to a finding: the author to a warning, or a review to an error that can be waived. It is about
 * exactly this text at this place; whatever is edited needs it anew.
 *
 * @public
 */
export interface LintAnswer {
  code: LintCode;
  path: string;
  value?: string;
  because: string;
}

/**
 * What is known of the portal that the list is for.
 *
 * @public
 */
export interface LintOptions {
  /** The environments that exist. Absent: not known, and nothing is said about names. */
  environments?: readonly string[];
  /** Those of them in which production runs. Absent: every one whose name starts with `prod` or `live`. */
  production?: readonly string[];
  /** The authorities that exist. Absent: not known. */
  authorities?: readonly { name: string; kind: 'sigstore' | 'key' }[];
  /** The list that is changed: of its warnings about what says the same, those that are found again are marked. */
  before?: unknown;
  /** Sentences by the author, to warnings. */
  sentences?: readonly LintAnswer[];
  /** Waivers that were reviewed, to errors that can be waived: those become warnings with a sentence. */
  waivers?: readonly LintAnswer[];
}

/**
 * Whether a finding keeps a change out of review: an error, or a warning that is new and to which nobody says anything.
 *
 * @public
 */
export function blocksReview({
  severity,
  because,
  isInForce,
}: LintFinding): boolean {
  return severity === 'error' || (because === undefined && !isInForce);
}
