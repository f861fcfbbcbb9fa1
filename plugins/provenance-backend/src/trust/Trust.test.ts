import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  generateKeyPair,
  publicKeyPem,
  SigstoreInstance,
  startTufMirror,
  TufRepository,
} from '@countersign/sandbox';
import { MemoryTrustStore, verifyMaterial } from '@countersign/verifier';
import { createHash } from 'node:crypto';
import { eventually } from '../__testUtils__/eventually';
import { ManualClock } from '../__testUtils__/fixtures';
import type { ConfiguredAuthority } from '../config';
import { AuthorityCollector } from './AuthorityCollector';
import type { Keeping } from './keeperOf';
import { Trust } from './Trust';

const acme = SigstoreInstance.create({
  name: 'acme',
  clock: new ManualClock(),
});
const root = JSON.stringify(acme.trustedRoot());
const pem = publicKeyPem(generateKeyPair());
const sha256 = createHash('sha256').update(root).digest('hex');

/** What is in force with this configuration, before any network is asked. */
async function loadAuthorities(configured: ConfiguredAuthority[]) {
  return (await openTrust(configured)).inForce();
}

function openTrust(
  configured: ConfiguredAuthority[],
  keeping: Partial<Keeping> = {},
) {
  return Trust.open({
    configured,
    brought: [],
    keeping: {
      store: new MemoryTrustStore(),
      clock: new ManualClock(),
      verify: verifyMaterial,
      retainedOf: async () => [],
      ...keeping,
    },
  });
}

const publicGood = {
  name: 'public-good',
  type: 'public-good',
  offline: true,
  intervalMs: 3_600_000,
} as const;

describe('Trust', () => {
  const folder = createMockDirectory({
    content: { 'root.json': root, 'cosign.pub': pem, 'bad.json': '{}' },
  });

  const path = (name: string, pin?: string) =>
    ({
      from: 'path',
      path: folder.resolve(name),
      ...(pin && { sha256: pin }),
    } as const);

  it('loads public-good, files and what came inline', async () => {
    const { loaded, states } = await loadAuthorities([
      publicGood,
      {
        name: 'file',
        type: 'trusted-root',
        content: path('root.json', sha256),
      },
      {
        name: 'inline',
        type: 'trusted-root',
        content: { from: 'inline', value: acme.trustedRoot() },
      },
      {
        name: 'text',
        type: 'trusted-root',
        content: { from: 'inline', value: root },
      },
      {
        name: 'key',
        type: 'key',
        content: path('cosign.pub'),
        notAfter: '2027-01-01T00:00:00.000Z',
      },
      { name: 'pem', type: 'key', content: { from: 'inline', value: pem } },
    ]);
    expect(loaded.map(({ name, kind }) => [name, kind])).toEqual([
      ['public-good', 'sigstore'],
      ['file', 'sigstore'],
      ['inline', 'sigstore'],
      ['text', 'sigstore'],
      ['key', 'key'],
      ['pem', 'key'],
    ]);
    expect(states.every(({ status }) => status === 'loaded')).toBe(true);
    expect(loaded[1].digest).toBe(loaded[2].digest);
    expect(loaded[4].digest).not.toBe(loaded[5].digest);
  });

  it('S12.2 quotes nothing of a file that is no trust root', async () => {
    const content = { from: 'inline', value: '{secret' } as const;
    const trust = await openTrust([
      { name: 'wrong', type: 'trusted-root', content },
    ]);
    expect(trust.statuses()[0].lastError?.message).toBe(
      'its content is not JSON',
    );
  });

  it('S5.3 goes on without what cannot be loaded, and says why', async () => {
    const { loaded, states } = await loadAuthorities([
      { name: 'absent', type: 'trusted-root', content: path('none.json') },
      {
        name: 'pinned',
        type: 'trusted-root',
        content: path('root.json', 'a'.repeat(64)),
      },
      { name: 'unusable', type: 'trusted-root', content: path('bad.json') },
      { name: 'not-json', type: 'trusted-root', content: path('cosign.pub') },
      { name: 'not-a-key', type: 'key', content: path('root.json') },
      { name: 'fine', type: 'key', content: path('cosign.pub') },
    ]);
    expect(loaded.map(({ name }) => name)).toEqual(['fine']);
    expect(states.slice(0, 5)).toEqual(
      ['absent', 'pinned', 'unusable', 'not-json', 'not-a-key'].map(name => ({
        name,
        kind: name === 'not-a-key' ? 'key' : 'sigstore',
        status: 'failed',
        cause: {
          code: 'authority-missing',
          origin: 'infrastructure',
          message: expect.any(String),
        },
      })),
    );
    expect(states[1]).toMatchObject({
      cause: { message: expect.stringContaining('is pinned') },
    });
  });
});

describe('Trust in a key with a log', () => {
  const key = { from: 'inline', value: pem } as const;
  const clock = { now: () => new Date() };

  it('S7.2 makes the root that proves its times part of the key', async () => {
    const withLog = await loadAuthorities([
      {
        name: 'acme',
        type: 'trusted-root',
        content: { from: 'inline', value: root },
      },
      { name: 'key', type: 'key', content: key, log: 'acme' },
      { name: 'bare', type: 'key', content: key },
    ]);
    const [log, logged, bare] = withLog.loaded;
    expect(logged).toMatchObject({ kind: 'key', log: { digest: log.digest } });
    expect(logged.digest).not.toBe(bare.digest);
  });

  it('S5.3 does without neither: a key whose log is missing is missing', async () => {
    const repository = TufRepository.create({
      clock,
      targets: { 'trusted_root.json': Buffer.from(root) },
    });
    const mirror = await startTufMirror(repository);
    const trust = await openTrust(
      [
        {
          name: 'acme',
          type: 'tuf',
          mirror: { url: mirror.url, privateNetwork: true },
          root: { from: 'inline', value: repository.root().toString() },
          intervalMs: 3_600_000,
        },
        { name: 'key', type: 'key', content: key, log: 'acme' },
      ],
      { clock },
    );
    expect(trust.inForce().loaded).toEqual([]);
    expect(trust.statuses()).toMatchObject([
      { name: 'acme', source: 'tuf', status: 'missing' },
      { name: 'key', source: 'inline', status: 'missing' },
    ]);
    expect(trust.inForce().states[1]).toMatchObject({
      status: 'failed',
      cause: {
        message: '"acme", which proves its times, is not loaded',
      },
    });
    const changed = jest.fn();
    trust.onChange(changed);
    trust.start();
    await eventually(async () => expect(changed).toHaveBeenCalledTimes(1));
    const { loaded } = trust.inForce();
    expect(loaded.map(({ name }) => name)).toEqual(['acme', 'key']);
    expect(trust.statuses()[1]).toMatchObject({
      status: 'loaded',
      digest: loaded[1].digest,
    });
    trust.stop();
    await mirror.close();
  });

  it('S5.3 a pinned root that cannot be read takes away one authority alone', async () => {
    const { states } = await loadAuthorities([
      {
        name: 'acme',
        type: 'tuf',
        mirror: { url: 'https://tuf.example' },
        root: { from: 'path', path: '/nowhere/root.json' },
        intervalMs: 3_600_000,
      },
      { name: 'bare', type: 'key', content: key },
    ]);
    expect(states.map(({ status }) => status)).toEqual(['failed', 'loaded']);
  });
});

describe('AuthorityCollector', () => {
  it('takes roots and keys from modules', () => {
    const collector = new AuthorityCollector();
    const module = collector.forModule(jest.fn());
    module.addAuthority({ name: 'acme', trustedRoot: acme.trustedRoot() });
    module.addAuthority({
      name: 'key',
      key: pem,
      notAfter: '2027-01-01T00:00:00Z',
    });
    expect(collector.beside([])).toMatchObject([
      { name: 'acme', kind: 'sigstore' },
      { name: 'key', kind: 'key' },
    ]);
  });

  it('fails the module whose authority cannot be used or takes the name of another module', () => {
    const collector = new AuthorityCollector();
    const [one, two] = [
      collector.forModule(jest.fn()),
      collector.forModule(jest.fn()),
    ];
    expect(() => one.addAuthority({ name: 'bad', trustedRoot: {} })).toThrow();
    one.addAuthority({ name: 'key', key: pem });
    expect(() => two.addAuthority({ name: 'key', key: pem })).toThrow(
      'exists already',
    );
  });

  it('fails the module that takes the name of an authority in configuration, which stays', async () => {
    const collector = new AuthorityCollector();
    const refuse = jest.fn();
    collector.forModule(refuse).addAuthority({ name: 'public-good', key: pem });
    expect(collector.beside([publicGood])).toEqual([]);
    expect(refuse).toHaveBeenCalledWith(
      expect.objectContaining({
        message: expect.stringContaining('exists already'),
      }),
    );
  });
});
