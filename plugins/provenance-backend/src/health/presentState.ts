import type {
  EngineStatus,
  HostStatus,
  ReplicaStatus,
} from '@countersign/backstage-plugin-provenance-common';
import type { HostState, Replica } from '../store';
import { aheadOf, areApart } from './clocks';
import type { HealthState, RecentLooks } from './HealthState';
import { presentLocators } from './presentLocators';
import { replicaStatus } from './replicaStatus';

/** How the engine stands, as people read it. */
export function presentState(state: HealthState & RecentLooks): EngineStatus {
  const { at, queue, lookedLastHour, generation, outbox, log } = state;
  const clockAheadMs = aheadOf(at, state.databaseAt);
  return {
    at: at.toISOString(),
    ...(areApart(clockAheadMs) && { clockAheadMs }),
    work: { ...queue, lookedLastHour },
    locators: presentLocators(state.locators),
    hosts: state.hosts.map(presentHost),
    generation: generation && {
      number: generation.number,
      occasion: generation.occasion,
      proposedAt: generation.proposedAt,
    },
    replicas: state.replicas.map(replica => presentReplica(replica, state)),
    outbox: {
      waiting: outbox.waiting,
      oldestWaitingAt: outbox.oldestWaiting,
      unsent: outbox.unsent,
      oldestUnsentAt: outbox.oldestUnsent,
    },
    log,
  };
}

function presentHost({
  host,
  failingSince,
  down,
  cause,
  lastAnswerAt,
}: HostState): HostStatus {
  if (down)
    return {
      ...{ host, status: 'down', since: down.since, cause, lastAnswerAt },
      nextTryAt: down.nextTryAt,
    };
  if (failingSince !== undefined)
    return {
      ...{ host, status: 'failing', since: failingSince, cause, lastAnswerAt },
    };
  return { host, status: 'up', lastAnswerAt };
}

function presentReplica(replica: Replica, state: HealthState): ReplicaStatus {
  const { id, version, startedAt, lastSeenAt, why } = replica;
  const status = replicaStatus(replica, state);
  return { id, status, why, version, startedAt, lastSeenAt };
}
