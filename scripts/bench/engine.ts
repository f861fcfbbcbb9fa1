import Knex, { type Knex as Database } from 'knex';
import { setTimeout } from 'node:timers/promises';
import {
  pushImage,
  SigstoreInstance,
  signImage,
  startRegistry,
  workflowIdentity,
  type Registry,
} from '../../packages/sandbox/src';
import { ArtifactClient, sigstoreAuthority } from '../../packages/verifier/src';
import { seedUnseen } from '../../plugins/provenance-backend/src/__testUtils__/engineOver';
import { configuredRegistry } from '../../plugins/provenance-backend/src/acceptance/configuredRegistry';
import {
  generationOf,
  pooledVerification,
  startEngine,
  type EngineOptions,
} from '../../plugins/provenance-backend/src/engine';
import { unobserved } from '../../plugins/provenance-backend/src/health/Observer';
import {
  applyMigrations,
  limitConnections,
} from '../../plugins/provenance-backend/src/store';
import { stateOf } from '../../plugins/provenance-backend/src/trust';
import { report, skip } from './figures';

const quick = process.argv.includes('--quick');
const bundlesEach = 3;
const hour = 3_600_000;

/** Digests of a sweep, and how fast 10,000 have to be. */
const sizes = quick ? [500] : [2_500, 5_000, 10_000];
const target = 10_000 / (6 * 60);

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message: string) => process.stderr.write(`${message}\n`),
  error: (message: string, error?: unknown) =>
    process.stderr.write(`${message} ${error}\n`),
  child: () => silent,
};

/** The real time, moved on at will. */
class MovedClock {
  private moved = 0;

  now() {
    return new Date(Date.now() + this.moved);
  }

  advance(milliseconds: number) {
    this.moved += milliseconds;
  }
}

const signer = {
  type: 'certificate' as const,
  identity: workflowIdentity({
    repository: 'acme/app',
    ref: 'refs/tags/v1.0.0',
  }),
};

/** Images of their own, each signed three times. */
function fill(registry: Registry, sigstore: SigstoreInstance, count: number) {
  for (let i = 0; i < count; i++) {
    const repository = registry.repository(`acme/app-${i}`);
    const files = { name: `app-${i}` };
    const subject = pushImage(repository, { tag: '1', files }).digest;
    const dockerReference = `${registry.host}/acme/app-${i}`;
    for (let j = 0; j < bundlesEach; j++)
      signImage({
        ...{ repository, subject, sigstore, signer, dockerReference },
        layout: 'referrer',
      });
  }
}

async function engineOn(
  knex: Database,
  registry: Registry,
  sigstore: SigstoreInstance,
  clock: MovedClock,
) {
  const { host } = registry;
  const authority = sigstoreAuthority('acme', sigstore.trustedRoot());
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
  const verification = pooledVerification();
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
    concurrency: 8,
    pollMs: 50,
  };
  return {
    engine,
    async close() {
      client.close();
      await verification.close();
    },
  };
}

/** Seconds until nothing is due any more, with the processor's and the most memory of this process. */
async function sweep(engine: EngineOptions, knex: Database) {
  const begin = performance.now();
  const before = process.cpuUsage();
  let memory = 0;
  const running = startEngine(engine);
  for (;;) {
    await setTimeout(50);
    memory = Math.max(memory, process.memoryUsage().rss);
    const now = engine.clock.now().toISOString();
    const left = await knex('work').where('next_at', '<=', now).first('host');
    if (!left) break;
  }
  const seconds = (performance.now() - begin) / 1_000;
  await running.stop();
  const { user, system } = process.cpuUsage(before);
  return { seconds, processor: (user + system) / 1e6, memory };
}

async function measure(knex: Database, count: number) {
  const clock = new MovedClock();
  const registry = await startRegistry();
  const sigstore = SigstoreInstance.create({ name: 'acme', clock });
  fill(registry, sigstore, count);
  const usages = Array.from({ length: count }, (_, i) => {
    const repository = `${registry.host}/acme/app-${i}`;
    return {
      identity: {
        entityRef: `component:default/app-${i}`,
        kind: 'container-image' as const,
        repository,
        environment: 'prod',
      },
      reference: `${repository}:1`,
      tag: '1',
    };
  });
  await seedUnseen(knex, usages, clock.now().toISOString());
  const { engine, close } = await engineOn(knex, registry, sigstore, clock);
  try {
    const cold = await sweep(engine, knex);
    const other = await knex('judgements').whereNot({ verdict: 'trusted' });
    if (other.length > 0) throw new Error(`not trusted: ${other[0].content}`);
    clock.advance(4 * hour);
    return { cold, warm: await sweep(engine, knex) };
  } finally {
    await close();
    await registry.close();
  }
}

async function withDatabase<T>(
  address: string,
  work: (knex: Database) => Promise<T>,
) {
  const server = Knex({ client: 'pg', connection: address });
  const name = `bench_${process.pid}_${Date.now()}`;
  const own = new URL(address);
  own.pathname = `/${name}`;
  const pool = { min: 0, max: 20 };
  const knex = Knex({ client: 'pg', connection: own.href, pool });
  try {
    await server.raw('CREATE DATABASE ??', [name]);
    await applyMigrations(knex);
    return await work(knex);
  } finally {
    await knex.destroy();
    await server.raw('DROP DATABASE IF EXISTS ?? WITH (FORCE)', [name]);
    await server.destroy();
  }
}

async function main() {
  const address =
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
  if (!address) {
    skip('sweep cold', 'no PostgreSQL is named');
    skip('sweep warm', 'no PostgreSQL is named');
    return;
  }
  for (const count of sizes) {
    const { cold, warm } = await withDatabase(address, knex =>
      measure(knex, count),
    );
    const isLast = count === sizes[sizes.length - 1];
    report({
      name: `processor time a digest, ${count}`,
      value: (cold.processor * 1_000) / count,
      unit: 'ms, with the registry in the same process',
      baseline: 'none',
      ratio: 1,
    });
    if (!isLast) continue;
    report({
      name: 'sweep cold',
      value: count / cold.seconds,
      unit: 'digests/s',
      baseline: '10,000 in 6 minutes',
      ratio: count / cold.seconds / target,
    });
    report({
      name: 'sweep warm',
      value: count / warm.seconds,
      unit: 'digests/s',
      baseline: 'a quarter of the time of the cold one',
      ratio: cold.seconds / 4 / warm.seconds,
    });
    report({
      name: 'memory of a sweep',
      value: Math.max(cold.memory, warm.memory) / 1024 / 1024,
      unit: 'MB, with the registry in the same process',
      baseline: '1,024 MB',
      ratio: 2 ** 30 / Math.max(cold.memory, warm.memory),
    });
  }
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 70;
});
