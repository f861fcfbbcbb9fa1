import {
  judge,
  wordsHoldUntil,
  type Cause,
  type Collection,
  type Digest,
  type EntityWords,
  type Evidence,
  type JudgeInput,
  type Resolution,
  type Usage,
} from '@countersign/domain';
import type { Observer } from '../health/Observer';
import { basisOf, type GroundedJudgement } from '../log';
import type { SignedJudgement } from '../store';
import { evidenceInForce } from './completeEvidence';
import type { JudgeContext } from './JudgeContext';
import { signedBy } from './signedBy';

/** Everything that a verdict is computed from. */
export interface Judged {
  usage: Usage;
  /** What the catalog says of its entity; absent: not known, and rules for any entity apply. */
  entity?: EntityWords;
  /** Why nobody can look at the usage. */
  problem?: Cause;
  resolution: Resolution;
  collections: Collection[];
  evidence: Evidence[];
  /** Digests whose material could not all be verified. */
  unverified?: Digest[];
  acceptedBefore: Digest[];
  context: JudgeContext;
  now: Date;
}

/** A judgement that can say what it rests on, who signed, and how long rules and evidence say so. */
export type ToldJudgement = GroundedJudgement &
  SignedJudgement & { wordsUntil(): string | undefined };

/** What the judge goes by, of what is known about a usage and of what is trusted and asked for now. */
export function judgeInputOf(options: Judged): JudgeInput {
  const { context, now, usage, problem, ...known } = options;
  return {
    ...known,
    // S3.1: what cannot be read could mean any repository, so the rules of all apply; nonsense buys no leniency.
    usage: problem ? { ...usage, repository: undefined } : usage,
    evidence: evidenceInForce(
      known.evidence,
      context.authorities.loaded,
      context.verifier,
    ),
    registry: context.registry,
    authorities: context.authorities.states,
    settings: context.settings,
    now: now.toISOString(),
  };
}

/** Judges what is known about a usage under what is trusted and asked for now. */
export function judgeKnowledge(options: Judged): ToldJudgement {
  const { context } = options;
  const input = judgeInputOf(options);
  const judgement = judge(input);
  const { collections, evidence } = input;
  return {
    ...judgement,
    signedBy: () => signedBy(input),
    wordsUntil: () => wordsHoldUntil(input),
    restsOn: () => basisOf({ judgement, collections, evidence, context }),
  };
}

/** The same, where somebody hears of it. */
export function judgeObserved({
  observer,
  ...judged
}: Judged & { observer: Observer }): Promise<ToldJudgement> {
  return observer.stage('judge', async () => {
    const judgement = judgeKnowledge(judged);
    const { verdict, decision } = judgement;
    observer.count('judgements', { verdict, decision });
    return judgement;
  });
}
