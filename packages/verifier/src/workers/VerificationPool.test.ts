import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  acme,
  envelope,
  inBundle,
  inLayer,
  keys,
  message,
  now,
  simpleSigning,
  statement,
  subject,
  verify,
} from '../__testUtils__/minted';
import { publicKeyPem } from '@countersign/sandbox';
import { digestOf } from '../encoding';
import { toMaterial, type Material } from '../material/Material';
import { keyAuthority, type Authority } from '../trust';
import { verifierRevision } from '../verification/revision';
import type { VerificationContext } from '../verification/verifyMaterial';
import { PoolError } from './PoolError';
import { workerTag } from './protocol';
import {
  VerificationPool,
  type VerificationPoolOptions,
} from './VerificationPool';
import { hostileFile } from './__testUtils__/hostileWorker';

jest.setTimeout(60_000);

const pools: VerificationPool[] = [];

afterEach(async () => {
  await Promise.all(pools.splice(0).map(pool => pool.close()));
});

function poolOf(options: VerificationPoolOptions = {}, file?: string) {
  const pool = new VerificationPool({ size: 1, ...options }, file);
  pools.push(pool);
  return pool;
}

const hostile = (options: VerificationPoolOptions = {}) =>
  poolOf(options, hostileFile);

/** A material that tells the hostile worker what to do. */
function order(action: string, salt = ''): Material {
  return toMaterial({
    source: 'referrers-api',
    format: 'unknown',
    mediaType: `text/plain${salt}`,
    bytes: Buffer.from(action),
  });
}

const context = { subject, authority: acme, now };

function give(
  pool: VerificationPool,
  action: string,
  salt?: string,
  given: VerificationContext = context,
) {
  const material = order(action, salt);
  return pool.verify(
    { ...material, annotations: { revision: String(verifierRevision) } },
    given,
  );
}

/** What the hostile worker saw. */
async function seen(
  pool: VerificationPool,
  action: string,
  salt?: string,
  given: VerificationContext = context,
) {
  const { outcome } = await give(pool, action, salt, given);
  if (outcome.status !== 'failed' || outcome.code !== 'malformed')
    throw new Error(JSON.stringify(outcome));
  return JSON.parse(outcome.message);
}

const limitExceeded = (text: string) => ({
  status: 'failed',
  code: 'limit-exceeded',
  message: expect.stringContaining(text),
});

describe('VerificationPool', () => {
  const platform = keyAuthority('platform', publicKeyPem(keys), {
    notBefore: new Date('2026-01-01T00:00:00Z'),
  });
  const byKey = { signer: { type: 'key' as const, keys } };
  const file = Buffer.from('a release file');

  it.each<[string, Material, Authority, typeof subject]>([
    ['a bundle', inBundle(envelope()), acme, subject],
    ['a layer', inLayer(message(simpleSigning())), acme, subject],
    ['a file bundle', inBundle(message(file)), acme, digestOf(file)],
    [
      'a bundle by key',
      inBundle(envelope(statement(), byKey)),
      platform,
      subject,
    ],
    ['another subject', inBundle(envelope()), acme, digestOf('x')],
    ['another authority', inBundle(envelope()), platform, subject],
    ['nonsense', order('nonsense'), acme, subject],
  ])(
    'S1.5 finds for %s what is found without a worker',
    async (_, material, authority, about) => {
      const given = { subject: about, authority, now };
      expect(await poolOf().verify(material, given)).toEqual(
        verify(material, given),
      );
    },
  );

  it('S12.3 gives its workers an empty environment', async () => {
    process.env.COUNTERSIGN_TEST_SECRET = 'hunter2';
    try {
      const { env, argv, execArgv } = await seen(hostile(), 'look');
      // In its sources the compiler needs its cache; launch.test.ts has the build.
      expect(Object.keys(env)).toEqual(['HOME']);
      expect(argv).toEqual([workerTag]);
      expect(JSON.stringify(execArgv)).not.toContain('hunter2');
    } finally {
      delete process.env.COUNTERSIGN_TEST_SECRET;
    }
  });

  it('S12.3 gives a worker one task at a time', async () => {
    const pool = hostile({ size: 2 });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => seen(pool, 'busy', `${i}`)),
    );
    expect(answers.map(answer => answer.most)).toEqual(Array(8).fill(1));
    expect(new Set(answers.map(answer => answer.pid)).size).toBe(2);
  });

  it('starts no second worker while the first one is free', async () => {
    const pool = hostile({ size: 2 });
    const first = await seen(pool, 'look', '1');
    expect((await seen(pool, 'look', '2')).pid).toBe(first.pid);
  });

  it.each([
    ['time', 'loop', 'took longer than 300 ms'],
    ['time, without using any', 'silence', 'took longer than 300 ms'],
    ['memory', 'memory', 'needed more than 64 MB of memory'],
    ['memory inside the runtime', 'parse', 'needed more than 64 MB of memory'],
    ['its worker, by an error', 'crash', 'ended the worker that it ran in'],
    [
      'its worker, by a rejection',
      'rejection',
      'ended the worker that it ran in',
    ],
    ['its worker, by leaving', 'exit', 'ended the worker that it ran in'],
    ['time, babbling', 'babble', 'took longer than 300 ms'],
  ])(
    'S12.3 S5.1 fails a material that uses up %s, and no other',
    async (_, action, text) => {
      // Memory takes its time to fill.
      const pool = hostile({
        timeoutMs: /memory|parse/.test(action) ? 50_000 : 300,
        memoryMb: 64,
      });
      const [before, poison, after] = await Promise.all([
        seen(pool, 'look', '1'),
        give(pool, action),
        seen(pool, 'look', '2'),
      ]);
      expect(poison.outcome).toEqual(limitExceeded(text));
      expect(poison.proofs.signature).toEqual({ status: 'unchecked' });
      expect(poison).toMatchObject({
        subject,
        authority: 'acme',
        authorityDigest: acme.digest,
      });
      expect(after.pid).not.toBe(before.pid);
    },
  );

  it('S5.1 tries a material that ends its worker three times and then no more', async () => {
    const pool = hostile();
    const pids = [];
    for (let i = 0; i < 5; i++) {
      expect((await give(pool, 'exit')).outcome).toEqual(
        limitExceeded('ended the worker'),
      );
      pids.push((await seen(pool, 'look', `${i}`)).pid);
    }
    expect(new Set(pids.slice(0, 3)).size).toBe(3);
    expect(pids.slice(3)).toEqual([pids[2], pids[2]]);
  });

  it.each([
    ['another material', 'lie'],
    ['a proof that nobody made', 'half'],
    ['nothing', 'nothing'],
  ])('believes no answer about %s', async (_, action) => {
    const pool = hostile();
    await expect(give(pool, action)).rejects.toMatchObject({
      name: 'PoolError',
      code: 'worker-failed',
    });
    await expect(seen(pool, 'look')).resolves.toBeDefined();
  });

  it('blames no material for a worker that cannot work', async () => {
    await expect(give(hostile(), 'fault')).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringContaining('the authority was not understood'),
    });
  });

  it.each([
    ['cannot be loaded', join(__dirname, '__testUtils__', 'brokenWorker.ts')],
    ['is not there', join(__dirname, 'absent.js')],
  ])('blames no material for a worker whose file %s', async (_, broken) => {
    const pool = poolOf({}, broken);
    for (let i = 0; i < 4; i++)
      await expect(give(pool, 'look')).rejects.toMatchObject({
        name: 'PoolError',
        code: 'not-started',
      });
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'S5.1 blames no material for a worker that somebody ends by %s',
    async signal => {
      const pool = hostile({ timeoutMs: 20_000 });
      // Once more than the attempts that a material has: none of them is held against it.
      for (let i = 0; i < 4; i++) {
        const { pid } = await seen(pool, 'look');
        const answer = give(pool, 'silence');
        process.kill(Number(pid), signal);
        await expect(answer).rejects.toMatchObject({
          name: 'PoolError',
          code: 'worker-failed',
        });
      }
    },
    60_000,
  );

  it('calls an authority by the name that the caller has for it', async () => {
    const pool = poolOf();
    const material = inBundle(envelope());
    const renamed = { ...acme, name: 'acme-2027' } as Authority;
    await pool.verify(material, context);
    const evidence = await pool.verify(material, {
      ...context,
      authority: renamed,
    });
    expect(evidence).toEqual(verify(material, { authority: renamed }));
  });

  it('S12.3 sends an authority once, and a worker keeps a bounded number', async () => {
    const pool = hostile();
    const under = (i: number) => ({
      ...context,
      authority: { ...acme, digest: digestOf(`${i}`) } as Authority,
    });
    const answers = [];
    for (const i of [0, 0, ...Array.from({ length: 33 }, (_, n) => n), 0])
      answers.push(await seen(pool, 'kept', '', under(i)));
    const sent = { content: true, forget: false };
    expect(answers.slice(0, 4)).toEqual([
      sent,
      { content: false, forget: false },
      { content: false, forget: false },
      sent,
    ]);
    expect(answers.slice(-2)).toEqual([{ content: true, forget: true }, sent]);
  });

  it('does not touch the caller’s bytes', async () => {
    const around = Buffer.alloc(64, 'secret');
    const bytes = around.subarray(8, 12);
    bytes.write('look');
    const pool = hostile();
    const material = {
      ...order('look'),
      bytes,
      annotations: { revision: String(verifierRevision) },
    };
    await pool.verify(material, context);
    expect(around.subarray(0, 8).toString()).toBe('secretse');
    expect(bytes.toString()).toBe('look');
  });

  it('leaves the caller’s thread alone while five megabytes of a stranger’s are verified', async () => {
    const statementOf5Mb = statement({
      predicate: { filler: 'x'.repeat(5 * 1024 * 1024) },
    });
    const material = inBundle(envelope(statementOf5Mb));
    const pool = poolOf();
    // The worker is there already: what is counted is the verification.
    await pool.verify(inBundle(envelope()), context);
    let turns = 0;
    let isDone = false;
    const evidence = pool.verify(material, context).finally(() => {
      isDone = true;
    });
    const count = () => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    expect(await evidence).toEqual(verify(material));
    expect(turns).toBeGreaterThan(20);
  });

  it('refuses what is more than it holds', async () => {
    const pool = hostile({ queue: 2 });
    const held = ['1', '2', '3'].map(salt => seen(pool, 'busy', salt));
    await expect(give(pool, 'busy', '4')).rejects.toMatchObject({
      name: 'PoolError',
      code: 'queue-full',
    });
    await expect(Promise.all(held)).resolves.toHaveLength(3);
  });

  it('ends everything when it is closed', async () => {
    const pool = hostile();
    const ended = ['silence', 'look'].map(action => give(pool, action));
    const settled = Promise.allSettled(ended);
    await Promise.all([pool.close(), pool.close()]);
    const closed = {
      status: 'rejected',
      reason: expect.objectContaining({ code: 'closed' }),
    };
    expect(await settled).toEqual([closed, closed]);
    await expect(give(pool, 'look')).rejects.toBeInstanceOf(PoolError);
  });

  it('ends a worker that was at work when it is closed', async () => {
    const pool = hostile();
    await seen(pool, 'look');
    const busy = give(pool, 'loop');
    const settled = Promise.allSettled([busy]);
    await pool.close();
    expect(await settled).toMatchObject([{ reason: { code: 'closed' } }]);
  });

  it.each([{ size: 0 }, { timeoutMs: 1.5 }, { memoryMb: -1 }, { queue: NaN }])(
    'refuses %j',
    options => {
      expect(() => new VerificationPool(options)).toThrow(RangeError);
    },
  );

  it.each([
    ['closes its pool', ['close'], 'failed\nclosed\n'],
    ['leaves it open', [], 'failed\n'],
  ])('lets a program end that %s', async (_, args, output) => {
    const transform = require.resolve(
      '@backstage/cli/config/nodeTransform.cjs',
    );
    const program = join(__dirname, '__testUtils__', 'program.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...['--require', transform, program],
      ...args,
    ]);
    expect(stdout).toBe(output);
  });
});
