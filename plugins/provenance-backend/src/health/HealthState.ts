import type { Verdict } from '@countersign/domain';
import type { Knex } from 'knex';
import {
  countRecentLooks,
  listHosts,
  listReplicas,
  readActiveGeneration,
  readLogState,
  readOutboxLag,
  readQueueState,
  type HostState,
  type LogState,
  type OutboxLag,
  type QueueState,
  type Replica,
  type StoredGeneration,
} from '../store';

const hour = 3_600_000;

/** What all replicas together do and what lags, as the database says. */
export interface HealthState {
  /** When it was read, by our clock. */
  at: Date;
  queue: QueueState;
  hosts: HostState[];
  outbox: OutboxLag;
  log: LogState;
  /** Nothing before any replica proposed one. */
  generation?: StoredGeneration;
  replicas: Replica[];
}

/** What a person wants to know beside it. */
export interface RecentLooks {
  lookedLastHour: Record<Verdict, number>;
}

interface Options {
  knex: Knex;
  now: Date;
  /** The hosts that may be contacted. */
  hosts: readonly string[];
}

/** One question after the other: what is only watched must not take connections from what works. */
export async function readHealthState(options: Options): Promise<HealthState> {
  const { knex, now, hosts } = options;
  return {
    at: now,
    queue: await readQueueState({ knex, now: now.toISOString() }),
    hosts: await listHosts({ knex, among: hosts }),
    outbox: await readOutboxLag({ knex }),
    log: await readLogState({ knex }),
    generation: await readActiveGeneration({ knex }),
    // Nobody misses one that ended in order.
    replicas: (await listReplicas({ knex })).filter(one => !one.leftAt),
  };
}

/** The same, and what is too dear to ask for all the time. */
export async function readFullState(
  options: Options,
): Promise<HealthState & RecentLooks> {
  const { knex, now } = options;
  const since = new Date(now.getTime() - hour).toISOString();
  const state = await readHealthState(options);
  return { ...state, lookedLastHour: await countRecentLooks({ knex, since }) };
}
