import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Judgement, Usage } from '@countersign/domain';
import type { ClaimedUsage } from '../store';
import type { JudgeContext } from './JudgeContext';
import { judgeKnowledge } from './judgeKnowledge';

/** The verdict on a usage at which nobody has looked yet: could not tell, and why. */
export function judgeUnseenWith(engine: {
  judging: JudgeContext;
  clock: Clock;
}): (usage: Usage, declared: ClaimedUsage) => Judgement {
  return (usage, { problem }) => {
    const now = engine.clock.now();
    return judgeKnowledge({
      usage,
      problem,
      resolution: problem
        ? { status: 'failed', at: now.toISOString(), cause: problem }
        : { status: 'pending' },
      collections: [],
      evidence: [],
      acceptedBefore: [],
      context: engine.judging,
      now,
    });
  };
}
