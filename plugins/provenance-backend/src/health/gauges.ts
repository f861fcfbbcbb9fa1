import type { AuthorityStatus } from '@countersign/domain';
import type { HealthState } from './HealthState';
import type { Described } from './metrics';
import { replicaStatus, replicaStatuses } from './replicaStatus';
import type { Metrics } from './services';

/** One point of a gauge. */
interface Point {
  value: number;
  labels?: Record<string, string>;
}

interface Gauge<From> extends Described {
  points(from: From): Point[];
}

/** What all replicas say alike, because it is read from the database: take the maximum over them, never the sum. */
export const sharedGauges: Gauge<HealthState>[] = [
  {
    name: 'provenance.queue.depth',
    description: 'Usages that are due or being looked at',
    labels: { state: ['due', 'running'] },
    points: ({ queue: { due, running } }) => byState({ due, running }),
  },
  {
    name: 'provenance.queue.oldest_due',
    description: 'For how long the longest due usage has waited',
    unit: 's',
    labels: {},
    points: ({ at, queue }) => [{ value: age(at, queue.oldestDueAt) }],
  },
  {
    name: 'provenance.host.up',
    description:
      '1 where a host answers, 0 where its last answers failed; hosts are those that configuration allows',
    labels: { host: [] },
    points: ({ hosts }) =>
      hosts.map(({ host, failingSince }) => ({
        value: failingSince === undefined ? 1 : 0,
        labels: { host },
      })),
  },
  {
    name: 'provenance.outbox.depth',
    description: 'Events without a message yet, and messages on their way',
    labels: { state: ['waiting', 'unsent'] },
    points: ({ outbox: { waiting, unsent } }) => byState({ waiting, unsent }),
  },
  {
    name: 'provenance.outbox.oldest',
    description: 'For how long the oldest of them has waited',
    unit: 's',
    labels: { state: ['waiting', 'unsent'] },
    points: ({ at, outbox }) =>
      byState({
        waiting: age(at, outbox.oldestWaiting),
        unsent: age(at, outbox.oldestUnsent),
      }),
  },
  {
    name: 'provenance.log.head',
    description: 'Number of the newest sealed entry of the log',
    labels: {},
    points: ({ log }) => [{ value: log.sequence }],
  },
  {
    name: 'provenance.log.unsealed',
    description: 'Entries of the log that are not sealed yet',
    labels: {},
    points: ({ log }) => [{ value: log.unsealed }],
  },
  {
    name: 'provenance.replicas',
    description: 'Processes on this database',
    labels: { status: replicaStatuses },
    points: state =>
      replicaStatuses.map(status => ({
        value: state.replicas.filter(
          replica => replicaStatus(replica, state) === status,
        ).length,
        labels: { status },
      })),
  },
];

/** What this process alone knows. */
export const ownGauges: Gauge<AuthorityStatus[]>[] = [
  {
    name: 'provenance.authorities',
    description: 'Authorities of this process',
    labels: { status: ['loaded', 'missing'] },
    points: authorities =>
      (['loaded', 'missing'] as const).map(status => ({
        value: authorities.filter(one => one.status === status).length,
        labels: { status },
      })),
  },
];

/**
 * Answers whoever collects the numbers.
 *
 * @param state - read at most now and then; nothing where it could not be read, and then nothing is said
 */
export function serveGauges(
  metrics: Pick<Metrics, 'createObservableGauge'>,
  sources: {
    state(): Promise<HealthState | undefined>;
    authorities(): AuthorityStatus[];
  },
): void {
  const serve = <From>(
    { name, description, unit, points }: Gauge<From>,
    source: () => Promise<From | undefined> | From,
  ) =>
    metrics
      .createObservableGauge(name, { description, unit })
      .addCallback(async result => {
        const from = await source();
        if (from === undefined) return;
        for (const { value, labels } of points(from))
          result.observe(value, labels);
      });
  for (const gauge of sharedGauges) serve(gauge, sources.state);
  for (const gauge of ownGauges) serve(gauge, sources.authorities);
}

function byState(values: Record<string, number>): Point[] {
  return Object.entries(values).map(([state, value]) => ({
    value,
    labels: { state },
  }));
}

/** In seconds; 0 where nothing waits. */
function age(now: Date, since: string | undefined): number {
  if (since === undefined) return 0;
  return Math.max(0, (now.getTime() - Date.parse(since)) / 1_000);
}
