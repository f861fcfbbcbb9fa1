import Knex, { type Knex as Database } from 'knex';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  pushImage,
  SigstoreInstance,
  signImage,
  startRegistry,
  type Registry,
} from '../../packages/sandbox/src';
import { seedUnseen } from '../../plugins/provenance-backend/src/__testUtils__/engineOver';
import {
  startEngine,
  type EngineOptions,
} from '../../plugins/provenance-backend/src/engine';
import { applyMigrations } from '../../plugins/provenance-backend/src/store';
import { report, skip } from './figures';
import { engineOn, MovedClock, signer } from './sweepEngine';

const quick = process.argv.includes('--quick');
const each = process.argv.includes('--each');
const bundlesEach = 3;
const hour = 3_600_000;

/** Digests of a sweep, and how fast 10,000 have to be. */
const sizes = quick ? [250, 500] : [2_500, 5_000, 10_000];
const replicaFile = join(__dirname, 'replica.ts');
const target = 10_000 / (6 * 60);

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
async function sweep(engine: EngineOptions, knex: Database) {
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

async function seed(
  knex: Database,
  registry: Registry,
  clock: MovedClock,
  count: number,
) {
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
}

async function measure(knex: Database, count: number) {
  const clock = new MovedClock();
  const registry = await startRegistry();
  const sigstore = SigstoreInstance.create({ name: 'acme', clock });
  fill(registry, sigstore, count);
  await seed(knex, registry, clock, count);
  const { engine, close } = await engineOn(knex, {
    host: registry.host,
    trustedRoot: sigstore.trustedRoot(),
    clock,
  });
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

/** How long an answer takes where the time that processes wait is measured, and how many digests are looked at then. */
const latencyMs = 100;
const distant = 40;

/** Seconds that processes of one place and one worker each take together, the registry far away. */
async function measureProcesses(
  knex: Database,
  address: string,
  processes: number,
) {
  const clock = new MovedClock();
  const registry = await startRegistry();
  const sigstore = SigstoreInstance.create({ name: 'acme', clock });
  fill(registry, sigstore, distant);
  registry.setFault('acme/', { kind: 'slow', milliseconds: latencyMs });
  const world = { host: registry.host, trustedRoot: sigstore.trustedRoot() };
  const replicas = Array.from({ length: processes }, () =>
    fork(replicaFile, [address, JSON.stringify(world)]),
  );
  try {
    await Promise.all(replicas.map(replica => once(replica, 'message')));
    await seed(knex, registry, clock, distant);
    const begin = performance.now();
    // Each has its place taken; the last look is over where nothing is due.
    while (await isDue(knex, clock)) await setTimeout(20);
    return (performance.now() - begin) / 1_000;
  } finally {
    for (const replica of replicas) replica.disconnect();
    await Promise.all(replicas.map(replica => once(replica, 'exit')));
    await registry.close();
  }
}

async function isDue(knex: Database, clock: { now(): Date }) {
  const now = clock.now().toISOString();
  return (
    (await knex('work').where('next_at', '<=', now).first('host')) !== undefined
  );
}

async function withDatabase<T>(
  address: string,
  work: (knex: Database, address: string) => Promise<T>,
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
    return await work(knex, own.href);
  } finally {
    await knex.destroy();
    await server.raw('DROP DATABASE IF EXISTS ?? WITH (FORCE)', [name]);
    await server.destroy();
  }
}

function reportStatements(
  name: string,
  statements: [string, number][],
  count: number,
) {
  const all = statements.reduce((sum, [, times]) => sum + times, 0);
  report({
    name: `statements a digest, ${name}`,
    value: all / count,
    unit: 'statements sent to the database, claims included',
    baseline: 'none',
    ratio: 1,
  });
  if (!each) return;
  for (const [sql, times] of statements)
    process.stdout.write(`${name} ${(times / count).toFixed(2)} ${sql}\n`);
}

async function main() {
  const address =
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
  if (!address) {
    skip('sweep cold', 'no PostgreSQL is named');
    skip('sweep warm', 'no PostgreSQL is named');
    return;
  }
  if (!quick) await compareProcesses(address);
  if (process.argv.includes('--processes')) return;
  for (const count of sizes) {
    const { cold, warm } = await withDatabase(address, knex =>
      measure(knex, count),
    );
    const isLast = count === sizes[sizes.length - 1];
    for (const [name, { processor }] of Object.entries({ cold, warm }))
      report({
        name: `processor time a digest, ${name}, ${count}`,
        value: (processor * 1_000) / count,
        unit: 'ms of this process, the registry in it, workers and database not',
        baseline: 'none',
        ratio: 1,
      });
    if (!isLast) continue;
    reportStatements('cold', cold.statements, count);
    reportStatements('warm', warm.statements, count);
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

async function compareProcesses(address: string) {
  const [one, two] = [1, 2].map(
    processes => () =>
      withDatabase(address, (knex, own) =>
        measureProcesses(knex, own, processes),
      ),
  );
  const alone = await one();
  const faster = alone / (await two());
  report({
    name: 'two processes',
    value: faster,
    unit: `times as fast as one, ${latencyMs} ms to each answer, one place and one worker each`,
    baseline: '1.8 times',
    ratio: faster / 1.8,
  });
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 70;
});
