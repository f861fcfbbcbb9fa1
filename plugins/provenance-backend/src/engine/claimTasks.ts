import {
  claimDueWork,
  claimProbe,
  type HostChoice,
  type WorkClaim,
} from '../store';
import type { EngineContext } from './EngineContext';
import { keepLease, leaseMs } from './keepLease';
import { tasksOf, type HeldTask } from './Task';
import type { Workshop } from './Workshop';

type Context = Pick<EngineContext, 'knex' | 'clock' | 'logger' | 'generation'>;

/**
 * Claims what is due, with one look at each host that is down and may be tried now, by what `knowHosts` read last. Whoever
 * gets a task ends its lease.
 */
export async function claimTasks(
  engine: Context,
  { hosts }: Pick<Workshop, 'hosts'>,
  options: {
    limit: number;
    longestDue: boolean;
    room: Pick<HostChoice, 'full' | 'room'>;
  },
): Promise<HeldTask[]> {
  const { knex, clock, generation } = engine;
  const { limit, longestDue, room } = options;
  const now = clock.now();
  const probable = hosts.probable(now);
  const closed = [...hosts.closed(now), ...probable];
  const probes: WorkClaim[] = [];
  for (const host of probable) probes.push(...(await probe(engine, host, now)));
  const claims = await claimDueWork({
    ...{ knex, now, leaseMs, limit, longestDue, generation },
    hosts: { ...room, closed },
  });
  // Tickets differ; what shares an artifact was taken by the first.
  return [...tasksOf(probes), ...tasksOf(claims)].map(task => ({
    ...task,
    lease: keepLease(task.claims, engine),
  }));
}

/** To be called before claims: reads which hosts fail, and puts aside what waits for those that are down. */
export async function knowHosts(
  engine: Context,
  { hosts }: Pick<Workshop, 'hosts'>,
): Promise<void> {
  await hosts.refresh(engine);
  await hosts.defer(engine);
}

async function probe(
  { knex, generation }: Context,
  host: string,
  now: Date,
): Promise<WorkClaim[]> {
  if (!(await claimProbe({ knex, host, now, leaseMs }))) return [];
  const everywhere = { closed: [], full: [], room: () => Infinity };
  const hosts = { ...everywhere, probe: host };
  return claimDueWork({ knex, now, leaseMs, limit: 1, hosts, generation });
}
