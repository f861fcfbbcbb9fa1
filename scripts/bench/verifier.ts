import crypto from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
  attachBundle,
  pushImage,
  SigstoreInstance,
  startRegistry,
  toBundle,
  workflowIdentity,
} from '../../packages/sandbox/src';
import {
  ArtifactClient,
  LocalClient,
  parseReference,
  VerificationPool,
  verifyMaterial,
} from '../../packages/verifier/src';
import { toMaterial } from '../../packages/verifier/src/material/Material';
import { withMemo } from '../../packages/verifier/src/verification/sigstore/memo';
import { now, samples, type Sample } from './bundles';
import { command } from './command';
import { clocks, compare, geometricMean, report, skip } from './figures';

const quick = process.argv.includes('--quick');
const clock = { now: () => new Date() };

/** The signature checks of node:crypto that one verification makes, to be made again by themselves. */
function checksIn(work: () => unknown): () => void {
  const calls: Parameters<typeof crypto.verify>[] = [];
  const { verify } = crypto;
  (crypto as { verify: unknown }).verify = (
    ...call: Parameters<typeof crypto.verify>
  ) => {
    calls.push(call);
    return verify(...call);
  };
  try {
    work();
  } finally {
    crypto.verify = verify;
  }
  return () => {
    for (const call of calls) verify(...call);
  };
}

async function oneThread(all: Sample[]) {
  const times = quick ? 8 : 40;
  const ratios = { 'rekor-v1': [] as number[], timestamp: [] as number[] };
  const bare = { 'rekor-v1': [] as number[], timestamp: [] as number[] };
  const spent = { 'rekor-v1': [] as number[], timestamp: [] as number[] };
  for (const one of all) {
    const authority = withMemo(one.authority);
    const { material, subject, artifact } = one;
    const ours = () => {
      // As a worker has it.
      Error.stackTraceLimit = 0;
      verifyMaterial(material, { subject, authority, now, artifact });
      Error.stackTraceLimit = 10;
    };
    // "Warm" is what a worker is after its first seconds.
    for (let i = 0; i < (quick ? 30 : 200); i++) {
      ours();
      one.stock();
    }
    const { stock, mine, checks } = await compare(
      { stock: one.stock, mine: ours, checks: checksIn(ours) },
      times,
      clocks.processor,
    );
    if (process.argv.includes('--each')) {
      process.stderr.write(
        `${one.name}: stock ${stock.toFixed(2)}, ours ${mine.toFixed(
          2,
        )}, checks ${checks.toFixed(2)} ms\n`,
      );
    }
    ratios[one.kind].push(stock / mine);
    bare[one.kind].push(mine / checks);
    spent[one.kind].push(mine);
  }
  for (const kind of ['rekor-v1', 'timestamp'] as const) {
    if (ratios[kind].length === 0) {
      skip(`warm, one thread, ${kind}`, 'no such bundles here');
      continue;
    }
    report({
      name: `warm, one thread, ${kind}`,
      value: geometricMean(spent[kind]),
      unit: 'ms of processor time a bundle',
      baseline: 'stock @sigstore/verify',
      ratio: geometricMean(ratios[kind]),
    });
    report({
      name: `over bare signature checks, ${kind}`,
      value: geometricMean(bare[kind]),
      unit: 'times the checks of node:crypto',
      baseline: '3.5 times',
      ratio: 3.5 / geometricMean(bare[kind]),
    });
  }
}

const ask = (
  pool: VerificationPool,
  { material, subject, authority }: Sample,
) => pool.verify(material, { subject, authority, now });

async function twoWorkers(all: Sample[]) {
  const pools = [1, 2].map(size => new VerificationPool({ size }));
  const count = quick ? 60 : 300;
  const run = (pool: VerificationPool) => async () => {
    await Promise.all(
      Array.from({ length: count }, (_, i) => ask(pool, all[i % all.length])),
    );
  };
  const { one, two } = await compare(
    { one: run(pools[0]), two: run(pools[1]) },
    1,
  );
  report({
    name: 'two workers',
    value: (count / two) * 1000,
    unit: 'verifications a second',
    baseline: 'one worker',
    ratio: one / two,
  });
  await Promise.all(pools.map(pool => pool.close()));
}

async function eventLoop(all: Sample[]) {
  const pool = new VerificationPool({ size: 1 });
  const hostile = toMaterial({
    source: 'bundle-file',
    format: 'sigstore-bundle',
    mediaType: 'application/vnd.dev.sigstore.bundle+json',
    bytes: Buffer.from(`{"a":[${'{},'.repeat(1_747_000)}1]}`),
  });
  await ask(pool, all[0]);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const { subject, authority } = all[0];
  await Promise.all([
    ...Array.from({ length: 500 }, (_, i) => ask(pool, all[i % all.length])),
    pool.verify(hostile, { subject, authority, now }),
  ]);
  delay.disable();
  await pool.close();
  const p999 = delay.percentile(99.9) / 1e6;
  report({
    name: "caller's event loop, p99.9, 500 verifications and 5 MB of a stranger's",
    value: p999,
    unit: 'ms',
    baseline: '50 ms',
    ratio: 50 / p999,
  });
}

/** The most memory that something took beyond what the process had, in MB. */
async function extraMemory(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 5);
  await work();
  clearInterval(watch);
  return (most - before) / 1024 / 1024;
}

function reportMemory(name: string, extra: number) {
  report({
    name,
    value: extra,
    unit: 'MB of memory',
    baseline: '64 MB',
    ratio: 64 / Math.max(extra, 1),
  });
}

async function largeFile() {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const megabyte = Buffer.alloc(1024 * 1024, 7);
  const look = async (megabytes: number) => {
    const file = join(folder, `${megabytes}.bin`);
    for (let i = 0; i < megabytes; i++) appendFileSync(file, megabyte);
    const client = new LocalClient({ clock });
    return () => client.look(file);
  };
  // What code takes is no matter of size.
  await (
    await look(1)
  )();
  reportMemory('a file of 300 MB', await extraMemory(await look(300)));
  rmSync(folder, { recursive: true });
}

/** A file that is made while it is sent: the server holds none of it either. */
async function largeDownload() {
  const chunk = Buffer.alloc(64 * 1024, 7);
  const server = createServer((request, response) => {
    const megabytes = /^\/(\d+)\.bin$/.exec(request.url ?? '')?.[1];
    if (megabytes === undefined) return response.writeHead(404).end();
    const size = Number(megabytes) * 1024 * 1024;
    response.writeHead(200, { 'content-length': size });
    let sent = 0;
    const more = () => {
      while (sent < size) {
        sent += chunk.length;
        if (!response.write(chunk)) return response.once('drain', more);
      }
      return response.end();
    };
    return more();
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new ArtifactClient({
    registries: [],
    fileHosts: [{ host, plainHttp: true }],
    clock,
  });
  const look = async (file: string) => {
    const reference = parseReference(`http://${host}/${file}`);
    const digest = await client.resolve(reference);
    await client.collect(reference, digest);
  };
  await look('1.bin');
  const extra = await extraMemory(() => look('300.bin'));
  client.close();
  server.close();
  reportMemory('a download of 300 MB', extra);
}

async function requests() {
  const registry = await startRegistry();
  const repository = registry.repository('acme/app');
  const image = pushImage(repository, { tag: '1' });
  const instance = SigstoreInstance.create({ name: 'bench', clock });
  const identity = workflowIdentity({
    repository: 'acme/app',
    ref: 'refs/heads/main',
  });
  for (let i = 0; i < 3; i++)
    attachBundle(
      repository,
      image.digest,
      toBundle(
        instance.sign(
          { type: 'dsse', payload: Buffer.from(`{"i":${i}}`) },
          { signer: { type: 'certificate', identity } },
        ),
      ),
    );
  const client = new ArtifactClient({
    registries: [{ host: registry.host, plainHttp: true }],
    fileHosts: [],
    clock,
  });
  const reference = parseReference(`${registry.host}/acme/app:1`);
  for (const [state, most] of [
    ['cold', 12],
    ['warm', 4],
  ] as const) {
    registry.requests.clear();
    const digest = await client.resolve(reference);
    await client.collect(reference, digest);
    const count = registry.requests.list().length;
    report({
      name: `requests for a digest with 3 attachments, ${state}`,
      value: count,
      unit: 'requests',
      baseline: `${most} requests`,
      ratio: most / Math.max(count, 1),
    });
  }
  client.close();
  await registry.close();
}

async function main() {
  const all = samples();
  await largeFile();
  await largeDownload();
  await requests();
  await oneThread(all);
  await twoWorkers(all);
  await eventLoop(all);
  await command();
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 70;
});
