import {
  mkdtempSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FileTrustStore,
  publicGoodAuthority,
  publicGoodSource,
} from '@countersign/verifier';
import {
  SigstoreInstance,
  startFileServer,
  type FileServer,
} from '@countersign/sandbox';
import { ct } from '../__testUtils__/ct';
import { UsageError } from '../options/UsageError';
import { publicGoodRoot } from '../policy/publicGood';
import type { Surroundings } from '../Surroundings';
import { trust } from './trust';

describe('ct trust', () => {
  const home = mkdtempSync(join(tmpdir(), 'countersign-home-'));
  let server: FileServer;
  let output = '';
  const surroundings: Surroundings = {
    env: {},
    home,
    now: () => new Date(),
    print: async text => {
      output += text;
    },
    warn: () => undefined,
  };
  const builtIn = publicGoodAuthority('public-good');

  beforeAll(async () => {
    server = await startFileServer();
  });
  afterAll(async () => {
    await server.close();
    rmSync(home, { recursive: true });
  });
  beforeEach(() => {
    output = '';
  });

  it('keeps what is built in where the mirror says nothing', async () => {
    const mirror = { url: `http://${server.host}` };
    expect(await trust(['update'], surroundings, mirror)).toBe('inconclusive');
    expect(output).toContain(`public-good: ${builtIn.digest} is in force`);
    expect(output).toContain('\nnot updated: ');
    expect(server.requests.list().length).toBeGreaterThan(0);
  });

  it('takes nothing from a mirror that another root signs for', async () => {
    for (const file of ['timestamp.json', '16.root.json', '17.root.json'])
      server.put(file, Buffer.from('{"signed": {}, "signatures": []}'));
    const mirror = { url: `http://${server.host}` };
    expect(await trust(['update'], surroundings, mirror)).toBe('inconclusive');
    expect((await publicGoodRoot(surroundings)).digest).toBe(builtIn.digest);
  });

  it('uses what is built in where the cache is damaged, and contacts nobody', async () => {
    server.requests.clear();
    const folder = join(home, '.cache', 'countersign', 'trust');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${'0'.repeat(64)}.1.json`), 'x');
    for (const file of readdirSync(folder))
      writeFileSync(join(folder, file), 'x');
    const root = await publicGoodRoot(surroundings);
    expect(root.digest).toBe(builtIn.digest);
    expect(server.requests.list()).toEqual([]);
  });

  describe('S1.4 with a root of a stranger in the folder where the command runs', () => {
    const stranger = SigstoreInstance.create({
      name: 'stranger',
      clock: { now: () => new Date() },
    });
    const folder = mkdtempSync(join(tmpdir(), 'countersign-checkout-'));
    const cwd = process.cwd();

    beforeAll(async () => {
      const { key = '', first } = publicGoodSource({ clock: surroundings });
      const content = JSON.stringify(stranger.trustedRoot());
      const kept = {
        ...first,
        version: 1,
        content,
        loadedAt: new Date().toISOString(),
      };
      const store = new FileTrustStore(
        join(folder, '.cache/countersign/trust'),
      );
      await store.write(key, JSON.stringify(kept), 0);
      process.chdir(folder);
    });
    afterAll(() => {
      process.chdir(cwd);
      rmSync(folder, { recursive: true });
    });

    it('uses the folder that is named in full', async () => {
      const env = { XDG_CACHE_HOME: join(folder, '.cache') };
      const root = await publicGoodRoot({ ...surroundings, env });
      expect(root.digest).not.toBe(builtIn.digest);
    });

    it.each([
      ['a cache folder that is none', { env: { XDG_CACHE_HOME: '.cache' } }],
      ['an empty home', { home: '' }],
      ['a home that is the folder', { home: '.' }],
    ])('does not take it for %s', async (_, change) => {
      const root = await publicGoodRoot({ ...surroundings, ...change });
      expect(root.digest).toBe(builtIn.digest);
    });

    it('keeps nothing where there is no home', async () => {
      await expect(
        trust(
          ['update'],
          { ...surroundings, home: '' },
          { url: `http://${server.host}` },
        ),
      ).rejects.toThrow(UsageError);
    });
  });

  it('warns where what was kept cannot be read', async () => {
    const warn = jest.fn();
    const folder = join(home, 'broken', 'countersign');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'trust'), 'no folder');
    const env = { XDG_CACHE_HOME: join(home, 'broken') };
    const root = await publicGoodRoot({ ...surroundings, env, warn });
    expect(root.digest).toBe(builtIn.digest);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('built in'));
  });

  it.each([
    [[]],
    [['refresh']],
    [['update', 'x']],
    [['update', '--mirror', 'x']],
  ])('refuses %j', async args => {
    expect((await ct(['trust', ...args])).code).toBe(64);
  });
});
