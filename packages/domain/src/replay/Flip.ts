import type { ReasonCode } from '../explanation/codes';
import type { JudgeInput } from '../judge';
import type { Decision, Reason, Verdict } from '../records/verdict';

/**
 * All that a verdict on one usage depends on, but the registry: what is replayed.
 *
 * @public
 */
export type ReplayInput = Omit<JudgeInput, 'registry'>;

/**
 * Where a change of the registry moves one usage.
 *
 * - `more-permissive`: a laxer decision, or under the same decision a weaker verdict (S4.5).
 * - `stricter`: the other way round.
 * - `same`: verdict and decision are what they were, though the reason may be another one.
 *
 * @public
 */
export const directions = ['more-permissive', 'stricter', 'same'] as const;

/** @public */
export type Direction = (typeof directions)[number];

/**
 * Why the stored evidence cannot say what a change would do.
 *
 * - `nothing-collected`: no look at what it runs was ever complete.
 * - `collection-too-old`: the newest complete one is too old to speak (S6.1).
 * - `material-unverified`: something that is signed there was verified under no authority in force.
 * - `authority-unverified`: nor under an authority, key or root that the new rules name.
 *
 * @public
 */
export const unpredictableCauses = [
  'nothing-collected',
  'collection-too-old',
  'material-unverified',
  'authority-unverified',
] as const;

/** @public */
export type UnpredictableCause = (typeof unpredictableCauses)[number];

/**
 * That a change cannot be predicted, and why.
 *
 * @public
 */
export interface Unpredictable {
  cause: UnpredictableCause;
  /** For `authority-unverified`: the names of those authorities, in order. */
  authorities?: string[];
}

/**
 * What the judge says under one of two registries.
 *
 * @public
 */
export interface FlipSide {
  verdict: Verdict;
  decision: Decision;
  /** The reason that leads. */
  reason: Reason;
  /** The codes of all rules that speak of it, the leading one first, each once. */
  codes: ReasonCode[];
  /** Whether one of these rules is enforced. */
  isEnforced: boolean;
}

/**
 * What a change of the registry does to one usage: verdict and decision on both sides (S9.3).
 *
 * @public
 */
export interface Flip {
  before: FlipSide;
  after: FlipSide;
  direction: Direction;
  /** It was not stopped before, and is after. */
  isNewlyDenied: boolean;
  /** Present where the stored evidence cannot say what comes out. Both sides are then what it says so far. */
  unpredictable?: Unpredictable;
}
