import type { GroundedJudgement } from '../../log';
import type { SignedJudgement } from '../seenSigners';
import type { Settled } from '../settled';

/** A judgement of a usage, to be the one in force. */
export interface JudgementToWrite {
  usageId: string;
  judgement: GroundedJudgement & SignedJudgement;
  generation: string;
  /** ISO 8601, UTC. */
  now: string;
  /** When was looked; absent: it comes from what is stored. */
  lastCheckedAt?: string;
  expectedRevision?: number;
  /** Absent: whoever looks next judges in full. */
  settled?: Settled;
}

/** With its text, which is made once. */
export type JudgementText = JudgementToWrite & { content: string };

/** The number of the generation that the transaction holds: one that was in force before may come back as another one. */
export const heldNumber = '(SELECT coalesce(max(number), 0) FROM generations)';
