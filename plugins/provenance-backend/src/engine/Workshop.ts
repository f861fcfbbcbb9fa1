import type { EngineContext } from './EngineContext';
import { HostWatch } from './hosts/HostWatch';
import { RecentLooks } from './RecentLooks';
import type { Verification } from './Verification';
import { verifyOnce } from './verifyOnce';

/** What the pieces of work of one process share while it runs. */
export interface Workshop {
  looks: RecentLooks;
  hosts: HostWatch;
  /** Asked once for what several looks ask at the same time. */
  verification: Verification;
}

export function openWorkshop(
  engine: Pick<EngineContext, 'clock' | 'verification'>,
): Workshop {
  return {
    looks: new RecentLooks(engine.clock),
    hosts: new HostWatch(),
    verification: verifyOnce(engine.verification, { keep: false }),
  };
}
