import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EngineStatus } from '@countersign/backstage-plugin-provenance-common';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import type { Trust } from '../trust';
import { serveGauges } from './gauges';
import { readFullState, readHealthState } from './HealthState';
import { HealthWatch } from './HealthWatch';
import { presentState } from './presentState';
import type { Metrics } from './services';

/** Numbers are collected every 15 to 60 seconds; more often would say the same. */
const gaugesMs = 15_000;
/** A person who reloads wants news; a hundred who do must not cost a hundred times as much. */
const statusMs = 1_000;

export interface HealthOptions {
  knex: Knex;
  clock: Clock;
  logger: LoggerService;
  metrics: Metrics;
  trust: Pick<Trust, 'statuses'>;
  /** The hosts that may be contacted. */
  hosts: string[];
  /** What the database takes the time for; absent: it is not asked. */
  databaseClock?(): Promise<Date | undefined>;
  /** Milliseconds that only ever grow. */
  elapsed?: () => number;
}

/**
 * Serves how the engine stands: to whoever collects numbers, and to people.
 *
 * @returns what `GET /status` says of the engine; nothing where the database does not answer
 */
export function startHealth(
  options: HealthOptions,
): () => Promise<EngineStatus | undefined> {
  const { knex, clock, logger, metrics, trust, elapsed, databaseClock } =
    options;
  const hosts = [...new Set(options.hosts)];
  const from = () => ({ knex, now: clock.now(), hosts, databaseClock });
  const gauges = new HealthWatch({
    ...{ logger, elapsed },
    read: () => readHealthState(from()),
    everyMs: gaugesMs,
  });
  const status = new HealthWatch({
    ...{ logger, elapsed },
    read: async () => presentState(await readFullState(from())),
    everyMs: statusMs,
  });
  serveGauges(metrics, {
    state: () => gauges.now(),
    authorities: () => trust.statuses(),
  });
  return () => status.now();
}
