import {
  judge,
  type Cause,
  type Collection,
  type Digest,
  type Evidence,
  type Resolution,
  type Usage,
} from '@countersign/domain';
import type { Observer } from '../health/Observer';
import { basisOf, type GroundedJudgement } from '../log';
import { evidenceInForce } from './completeEvidence';
import type { JudgeContext } from './JudgeContext';

/** Everything that a verdict is computed from. */
export interface Judged {
  usage: Usage;
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

/** Judges what is known about a usage under what is trusted and asked for now. */
export function judgeKnowledge(options: Judged): GroundedJudgement {
  const { context, now, usage, problem, ...known } = options;
  const evidence = evidenceInForce(
    known.evidence,
    context.authorities.loaded,
    context.verifier,
  );
  const judgement = judge({
    ...known,
    // S3.1: what cannot be read could mean any repository, so the rules of all apply; nonsense buys no leniency.
    usage: problem ? { ...usage, repository: undefined } : usage,
    evidence,
    registry: context.registry,
    authorities: context.authorities.states,
    settings: context.settings,
    now: now.toISOString(),
  });
  const { collections } = known;
  return {
    ...judgement,
    restsOn: () => basisOf({ judgement, collections, evidence, context }),
  };
}

/** The same, where somebody hears of it. */
export function judgeObserved({
  observer,
  ...judged
}: Judged & { observer: Observer }): Promise<GroundedJudgement> {
  return observer.stage('judge', async () => {
    const judgement = judgeKnowledge(judged);
    const { verdict, decision } = judgement;
    observer.count('judgements', { verdict, decision });
    return judgement;
  });
}
