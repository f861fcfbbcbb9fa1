import type { Judgement } from '@countersign/domain';

/** What a look leaves behind that left nothing open: whoever finds the same may say the same (S1.6). */
export interface Settled {
  /** Over everything that a look may find and the verdict rests on. */
  hash: string;
  /** When rules and evidence say something else, whatever is found. ISO 8601, UTC; absent: never. */
  wordsUntil?: string;
}

/** A verdict in force that was settled, and everything that has to be as it was when it was read. */
export interface SettledJudgement extends Settled {
  /** When it was last judged in full. */
  at: string;
  judgedAt: string;
  generation: string;
  /** Number of the generation; one that comes back has another one. */
  under: number;
  revision: number;
  /** Of kilobytes, and seldom needed. */
  judgement(): Judgement;
}
