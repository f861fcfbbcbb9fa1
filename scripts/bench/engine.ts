import Knex, { type Knex as Database } from 'knex';
import { fork, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { join } from 'node:path';
import {
  pushImage,
  SigstoreInstance,
  signImage,
  startRegistry,
  type Registry,
} from '../../packages/sandbox/src';
import { seedUnseen } from '../../plugins/provenance-backend/src/__testUtils__/engineOver';
import { applyMigrations } from '../../plugins/provenance-backend/src/store';
import { report, skip } from './figures';
import {
  MovedClock,
  signer,
  type ReplicaMessage,
  type Swept,
} from './sweepEngine';

const quick = process.argv.includes('--quick');
const each = process.argv.includes('--each');
const bundlesEach = 3;
const hour = 3_600_000;

const given = process.argv.indexOf('--digests');

/** Digests of a sweep. */
function sizesOf(): number[] {
  if (given > 0) return [Number(process.argv[given + 1])];
  return quick ? [500] : [2_500, 5_000, 10_000];
}

const sizes = sizesOf();
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

async function measure(knex: Database, address: string, count: number) {
  const clock = new MovedClock();
  const registry = await startRegistry();
  const sigstore = SigstoreInstance.create({ name: 'acme', clock });
  fill(registry, sigstore, count);
  await seed(knex, registry, clock, count);
  const replica = await startReplica(address, { registry, sigstore });
  try {
    const cold = await sweepIn(replica, 0);
    const other = await knex('judgements').whereNot({ verdict: 'trusted' });
    if (other.length > 0) throw new Error(`not trusted: ${other[0].content}`);
    return { cold, warm: await sweepIn(replica, 4 * hour) };
  } finally {
    await end(replica);
    await registry.close();
  }
}

/** A backend in a process of its own: its memory and processor time are not those of the registry. */
async function startReplica(
  address: string,
  { registry, sigstore }: { registry: Registry; sigstore: SigstoreInstance },
  size: { concurrency?: number; workers?: number } = {},
): Promise<ChildProcess> {
  const { host } = registry;
  const world = { host, trustedRoot: sigstore.trustedRoot(), ...size };
  const replica = fork(replicaFile, [address, JSON.stringify(world)]);
  await heard(replica, 'isReady');
  return replica;
}

async function sweepIn(
  replica: ChildProcess,
  advanceMs: number,
): Promise<Swept> {
  replica.send({ advanceMs });
  const { swept } = await heard(replica, 'swept');
  if (!swept) throw new Error('a sweep ended without a result');
  return swept;
}

/** Whatever loads the sources sends messages of its own. */
async function heard(
  replica: ChildProcess,
  key: keyof ReplicaMessage,
): Promise<ReplicaMessage> {
  for await (const [message] of on(replica, 'message', { close: ['exit'] }))
    if (key in message) return message;
  throw new Error('a backend ended before its sweep');
}

async function end(replica: ChildProcess) {
  const ended = once(replica, 'exit');
  replica.disconnect();
  await ended;
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
  await seed(knex, registry, clock, distant);
  const size = { concurrency: 1, workers: 1 };
  const replicas = await Promise.all(
    Array.from({ length: processes }, () =>
      startReplica(address, { registry, sigstore }, size),
    ),
  );
  try {
    const swept = await Promise.all(replicas.map(one => sweepIn(one, 0)));
    return Math.max(...swept.map(({ seconds }) => seconds));
  } finally {
    await Promise.all(replicas.map(end));
    await registry.close();
  }
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
  if (!quick && given < 0) await compareProcesses(address);
  if (process.argv.includes('--processes')) return;
  for (const count of sizes) {
    const { cold, warm } = await withDatabase(address, (knex, own) =>
      measure(knex, own, count),
    );
    const isLast = count === sizes[sizes.length - 1];
    for (const [name, { processor }] of Object.entries({ cold, warm }))
      report({
        name: `processor time a digest, ${name}, ${count}`,
        value: (processor * 1_000) / count,
        unit: 'ms of the backend, without workers and database',
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
      unit: 'MB of the backend, without workers',
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
