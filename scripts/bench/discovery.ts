import { fork, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  pushImage,
  SigstoreInstance,
  signImage,
  startRegistry,
  type Registry,
} from '../../packages/sandbox/src';
import type { DiscovererMessage, Passed } from './discoverer';
import { report, skip } from './figures';
import { withOwnDatabase } from './ownDatabase';
import { claimsEach, images, nameOf } from './portal';
import { MovedClock, signer } from './sweepEngine';

const quick = process.argv.includes('--quick');
const each = process.argv.includes('--each');
/** Entities; what the memory of the larger one is compared with comes first. */
const sizes = quick ? [250, 1_000] : [2_500, 10_000];
const reportsPerMinute = 1_000;
const reportingMs = quick ? 10_000 : 60_000;
const warmingMs = 3_000;
const mega = 2 ** 20;

interface Measured {
  first: Passed;
  unchanged: Passed;
  /** Memory of the process above what it had before the first pass. */
  memory: number;
  /** The most that a pass holds at once, in bytes. */
  held: number;
}

/** Images that all entities share, each signed once. @returns the digest of each */
function fill(registry: Registry, sigstore: SigstoreInstance): string[] {
  return Array.from({ length: images }, (_, i) => {
    const repository = registry.repository(`acme/app-${i}`);
    const files = { name: `app-${i}` };
    const subject = pushImage(repository, { tag: '1', files }).digest;
    const dockerReference = `${registry.host}/acme/app-${i}`;
    signImage({
      ...{ repository, subject, sigstore, signer, dockerReference },
      layout: 'referrer',
    });
    return subject;
  });
}

/** Whatever loads the sources sends messages of its own. */
async function heard<K extends keyof DiscovererMessage>(
  child: ChildProcess,
  key: K,
): Promise<NonNullable<DiscovererMessage[K]>> {
  for await (const [message] of on(child, 'message', { close: ['exit'] }))
    if (key in message) return message[key];
  throw new Error('a backend ended before it was told to');
}

async function pass(child: ChildProcess): Promise<Passed> {
  child.send('pass');
  const passed = await heard(child, 'passed');
  if (each) process.stderr.write(`${JSON.stringify(passed, null, 1)}\n`);
  return passed;
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

/** A backend of its own on a database of its own. */
async function measure(
  server: string,
  entities: number,
  then: (child: ChildProcess, host: string, digests: string[]) => Promise<void>,
): Promise<Measured> {
  const registry = await startRegistry();
  const sigstore = SigstoreInstance.create({
    name: 'acme',
    clock: new MovedClock(),
  });
  const digests = fill(registry, sigstore);
  const { host } = registry;
  const world = { host, entities, trustedRoot: sigstore.trustedRoot() };
  try {
    return await withOwnDatabase(server, async (_, address) => {
      const file = join(__dirname, 'discoverer.ts');
      const child = fork(file, [address, JSON.stringify(world)]);
      try {
        const before = await heard(child, 'memory');
        const first = await pass(child);
        const unchanged = await pass(child);
        child.send('weigh');
        const held = await heard(child, 'held');
        await then(child, host, digests);
        return { first, unchanged, memory: unchanged.memory - before, held };
      } finally {
        await end(child);
      }
    });
  } finally {
    await registry.close();
  }
}

function percentile99(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1];
}

/**
 * Reports at an even pace, whether or not those before are answered: who waits must not slow down who asks. Each takes
 * as long as from when it was due.
 */
async function reportThrough(
  port: number,
  host: string,
  digests: string[],
  {
    entities,
    environment,
    forMs,
  }: { entities: number; environment: string; forMs: number },
): Promise<number[]> {
  const every = 60_000 / reportsPerMinute;
  const begin = performance.now();
  return Promise.all(
    Array.from({ length: forMs / every }, async (_, i) => {
      const due = i * every;
      await setTimeout(Math.max(0, begin + due - performance.now()));
      const number = (i * 7) % entities;
      const response = await fetch(`http://127.0.0.1:${port}/deployments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          entity: `component:default/${nameOf(number)}`,
          reference: `${host}/acme/app-${number % images}@${
            digests[number % images]
          }`,
          environment,
        }),
      });
      const { items } = await response.json();
      const ms = performance.now() - begin - due;
      if (items?.[0]?.status !== 'accepted')
        throw new Error(`a report was not taken: ${JSON.stringify(items)}`);
      return ms;
    }),
  );
}

const rowsOf = ({ rows }: Passed) =>
  Object.values(rows).reduce((sum, one) => sum + one, 0);

function reportPasses({ first, unchanged }: Measured, entities: number) {
  const claims = `${entities * claimsEach} claims on ${entities} entities`;
  const share = (entities * claimsEach) / 100_000;
  for (const [name, passed, target] of [
    ['first', first, 60 * share],
    ['unchanged', unchanged, 10 * share],
  ] as const)
    report({
      name: `discovery ${name} pass, ${claims}`,
      value: passed.seconds,
      unit: `s; ${passed.processor.toFixed(1)} s of this process, ${
        passed.statements
      } statements`,
      baseline: `${target} s`,
      ratio: target / passed.seconds,
    });
  const { locator_passes: passes = 0 } = unchanged.rows;
  report({
    name: `rows that an unchanged pass writes, ${claims}`,
    value: rowsOf(unchanged),
    unit: 'rows',
    baseline: `one for each locator: ${passes}`,
    ratio: passes / rowsOf(unchanged),
  });
}

/** Held for each entity at most: names alone would be a hundred bytes. */
const fewBytes = 32;

function reportMemory(small: Measured, large: Measured) {
  const [few, many] = sizes;
  const inMegabytes = (key: 'held' | 'memory') =>
    [small, large].map(one => (one[key] / mega).toFixed(1)).join(' and ');
  const bytes = (large.held - small.held) / (many - few);
  report({
    name: `memory that a pass holds for each entity more, ${few} and ${many} entities`,
    value: bytes,
    unit: `bytes; at once ${inMegabytes('held')} MB`,
    baseline: `${fewBytes} bytes`,
    ratio: fewBytes / Math.max(1, bytes),
  });
  report({
    name: `memory of the process, ${few} and ${many} entities`,
    value: large.memory / small.memory,
    unit: `times as much above what it had: ${inMegabytes('memory')} MB`,
    baseline: `${many / few} times the entities`,
    ratio: many / few / (large.memory / small.memory),
  });
}

function reportReports(taken: number[]) {
  const value = percentile99(taken);
  if (each) {
    const slowest = [...taken].sort((a, b) => b - a).slice(0, 20);
    process.stderr.write(`slowest reports: ${slowest.map(Math.round)}\n`);
  }
  report({
    name: `${reportsPerMinute} reports a minute while a sweep runs, p99`,
    ...{ value, unit: `ms over HTTP, ${taken.length} reports` },
    ...{ baseline: '100 ms', ratio: 100 / value },
  });
}

async function main() {
  const server =
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
  if (!server) {
    skip('discovery', 'no PostgreSQL is named');
    return;
  }
  const [few, many] = sizes;
  const small = await measure(server, few, async () => undefined);
  let taken: number[] = [];
  const large = await measure(server, many, async (child, host, digests) => {
    child.send('serve');
    const port = await heard(child, 'port');
    const send = (environment: string, forMs: number) =>
      reportThrough(port, host, digests, {
        entities: many,
        environment,
        forMs,
      });
    // A portal has taken some before.
    await send('dev', warmingMs);
    taken = await send('qa', reportingMs);
  });
  reportPasses(large, many);
  reportMemory(small, large);
  reportReports(taken);
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 70;
});
