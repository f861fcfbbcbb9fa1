import type { Verdict } from '@countersign/domain';
import type { Knex } from 'knex';
import {
  countRecentLooks,
  listHosts,
  listReplicas,
  readActiveGeneration,
  readLogState,
  readOutboxLag,
  readPasses,
  readQueueState,
  type LocatorPass,
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
  /** What the database took the time for; absent where it has no clock of its own, or is not asked. */
  databaseAt?: Date;
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
  locators: LocatorPass[];
}

interface Options {
  knex: Knex;
  now: Date;
  /** The hosts that may be contacted. */
  hosts: readonly string[];
  databaseClock?(): Promise<Date | undefined>;
}

/** One question after the other: what is only watched must not take connections from what works. */
export async function readHealthState(options: Options): Promise<HealthState> {
  const { knex, now, hosts, databaseClock } = options;
  return {
    at: now,
    databaseAt: await databaseClock?.(),
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
  return {
    ...state,
    lookedLastHour: await countRecentLooks({ knex, since }),
    locators: await readPasses({ knex }),
  };
}
