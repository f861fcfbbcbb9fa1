import {
  judge,
  type Cause,
  type Collection,
  type Digest,
  type Evidence,
  type Judgement,
  type Resolution,
  type Usage,
} from '@countersign/domain';
import type { Observer } from '../health/Observer';
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
export function judgeKnowledge(options: Judged): Judgement {
  const { context, now, evidence, usage, problem, ...known } = options;
  return judge({
    ...known,
    // S3.1: what cannot be read could mean any repository, so the rules of all apply; nonsense buys no leniency.
    usage: problem ? { ...usage, repository: undefined } : usage,
    evidence: evidenceInForce(
      evidence,
      context.authorities.loaded,
      context.verifier,
    ),
    registry: context.registry,
    authorities: context.authorities.states,
    settings: context.settings,
    now: now.toISOString(),
  });
}

/** The same, where somebody hears of it. */
export function judgeObserved({
  observer,
  ...judged
}: Judged & { observer: Observer }): Promise<Judgement> {
  return observer.stage('judge', async () => {
    const judgement = judgeKnowledge(judged);
    const { verdict, decision } = judgement;
    observer.count('judgements', { verdict, decision });
    return judgement;
  });
}
