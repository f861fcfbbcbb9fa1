import type { Knex as Database } from 'knex';
import { setTimeout } from 'node:timers/promises';
import { workflowIdentity } from '../../packages/sandbox/src';
import { ArtifactClient, sigstoreAuthority } from '../../packages/verifier/src';
import { configuredRegistry } from '../../plugins/provenance-backend/src/acceptance/configuredRegistry';
import {
  generationOf,
  pooledVerification,
  startEngine,
  type EngineOptions,
} from '../../plugins/provenance-backend/src/engine';
import { unobserved } from '../../plugins/provenance-backend/src/health/Observer';
import { limitConnections } from '../../plugins/provenance-backend/src/store';
import { stateOf } from '../../plugins/provenance-backend/src/trust';

const hour = 3_600_000;

export const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message: string) => process.stderr.write(`${message}\n`),
  error: (message: string, error?: unknown) =>
    process.stderr.write(`${message} ${error}\n`),
  child: () => silent,
};

/** The real time, moved on at will. */
export class MovedClock {
  private moved = 0;

  now() {
    return new Date(Date.now() + this.moved);
  }

  advance(milliseconds: number) {
    this.moved += milliseconds;
  }
}

export const signer = {
  type: 'certificate' as const,
  identity: workflowIdentity({
    repository: 'acme/app',
    ref: 'refs/tags/v1.0.0',
  }),
};

export interface SweptWorld {
  /** Of the registry. */
  host: string;
  trustedRoot: Parameters<typeof sigstoreAuthority>[1];
  clock: MovedClock;
  /** Looks at the same time. */
  concurrency?: number;
  /** Processes that verify. */
  workers?: number;
}

/** An engine that accepts what `signer` signed under this root, as a portal would have it. */
export async function engineOn(
  knex: Database,
  { host, trustedRoot, clock, ...size }: SweptWorld,
) {
  const authority = sigstoreAuthority('acme', trustedRoot);
  const { issuer, subject } = signer.identity;
  const rule = {
    name: 'acme-release',
    references: [`${host}/acme/**`],
    mode: 'enforce' as const,
    signers: [{ authority: 'acme', issuer, subject }],
  };
  const judging = {
    registry: configuredRegistry({ initial: [rule] }, 1),
    authorities: { loaded: [authority], states: [stateOf(authority)] },
    settings: {
      environments: ['prod'],
      intervalMs: 4 * hour,
      maximumAgeMs: 24 * hour,
    },
  };
  const verification = pooledVerification(size.workers);
  const client = new ArtifactClient({
    registries: [{ host, plainHttp: true, privateNetwork: true }],
    fileHosts: [],
    clock,
    // One host for everything is not what the limit is made for.
    limits: { hostRequests: 64 },
  });
  const engine: EngineOptions = {
    knex: limitConnections(knex),
    ...{ clock, logger: silent, looker: client, verification, judging },
    observer: unobserved,
    generation: generationOf(judging, verification.revision),
    concurrency: size.concurrency ?? 8,
  };
  return {
    engine,
    async close() {
      client.close();
      await verification.close();
    },
  };
}

/** How often each statement was sent, by its text. */
class Statements {
  private readonly counts = new Map<string, number>();
  private readonly count = ({ sql }: { sql: string }) =>
    this.counts.set(sql, (this.counts.get(sql) ?? 0) + 1);

  constructor(private readonly knex: Database) {
    knex.on('query', this.count);
  }

  end() {
    this.knex.off('query', this.count);
    return [...this.counts].sort(([, a], [, b]) => b - a);
  }
}

/** Seconds until nothing is due any more, with the processor's and the most memory of this process. */
export async function sweep(engine: EngineOptions, knex: Database) {
  const statements = new Statements(engine.knex);
  const begin = performance.now();
  const before = process.cpuUsage();
  let memory = 0;
  const running = startEngine(engine);
  for (;;) {
    await setTimeout(50);
    memory = Math.max(memory, process.memoryUsage().rss);
    if (!(await isDue(knex, engine.clock))) break;
  }
  const seconds = (performance.now() - begin) / 1_000;
  await running.stop();
  const { user, system } = process.cpuUsage(before);
  const processor = (user + system) / 1e6;
  return { seconds, processor, memory, statements: statements.end() };
}

async function isDue(knex: Database, clock: { now(): Date }) {
  const now = clock.now().toISOString();
  return (
    (await knex('work').where('next_at', '<=', now).first('host')) !== undefined
  );
}

/** What a sweep took. */
export type Swept = Awaited<ReturnType<typeof sweep>>;

/** What a backend in a process of its own says. */
export interface ReplicaMessage {
  isReady?: true;
  swept?: Swept;
}
