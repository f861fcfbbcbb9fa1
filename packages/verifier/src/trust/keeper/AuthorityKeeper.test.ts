import { TufKey, type TrustedRootJson } from '@countersign/sandbox';
import {
  acme,
  bytes,
  day,
  digestOfRoot,
  hour,
  joined,
  minute,
  other,
  scene,
  signedBy,
  type Scene,
} from '../__testUtils__/repository';
import { verifyMaterial } from '../../verification/verifyMaterial';
import { fixedSource, publicGoodSource } from '../sources';
import { MemoryTrustStore } from '../store';
import { sigstoreAuthority } from '../sigstoreAuthority';
import type { AuthorityKeeper } from './AuthorityKeeper';

const target = 'trusted_root.json';
const first = acme.trustedRoot();
const both = joined(first, other.trustedRoot());

/** A promise that a test resolves when it is time. */
function barrier() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, opened };
}

describe('AuthorityKeeper', () => {
  let at: Scene;

  beforeEach(async () => {
    at = await scene();
  });

  afterEach(() => at.close());

  const publish = (root: object) =>
    at.repository.publish({ targets: { [target]: bytes(root) } });

  /** A keeper that has acme's root from the mirror. */
  async function loaded(
    changes?: Parameters<Scene['keeper']>[0],
  ): Promise<AuthorityKeeper> {
    const keeper = at.keeper(changes);
    await keeper.open();
    await keeper.refresh();
    expect(keeper.authority?.digest).toBe(digestOfRoot(first));
    return keeper;
  }

  async function later(keeper: AuthorityKeeper): Promise<boolean> {
    at.clock.advance(2 * hour);
    return keeper.refresh();
  }

  it('S5.3 has nothing before a first version could be loaded, and says why', async () => {
    at.mirror.setFault('timestamp.json', { kind: 'down' });
    const keeper = at.keeper();
    await keeper.open();
    expect(await keeper.refresh()).toBe(false);
    expect(keeper.authority).toBeUndefined();
    expect(keeper.status()).toMatchObject({
      status: 'missing',
      windows: [],
      lastError: { message: expect.stringContaining('could not be reached') },
      nextRefreshAt: expect.any(String),
    });
    at.mirror.clearFault('timestamp.json');
    expect(await later(keeper)).toBe(true);
    expect(keeper.status()).toMatchObject({ status: 'loaded' });
    expect(keeper.status().lastError).toBeUndefined();
  });

  it('says how it stands', async () => {
    const keeper = await loaded();
    expect(keeper.status()).toEqual({
      name: 'acme',
      kind: 'sigstore',
      source: 'tuf',
      location: at.mirror.url,
      status: 'loaded',
      digest: digestOfRoot(first),
      version: 'root 1, targets 1, timestamp 1',
      loadedAt: expect.any(String),
      refreshedAt: expect.any(String),
      expiresAt: expect.any(String),
      nextRefreshAt: expect.any(String),
      windows: [
        { what: 'certificate-authority', name: 'https://fulcio.acme.test' },
        { what: 'log', name: 'https://rekor.acme.test' },
        { what: 'log', name: expect.stringContaining('rekor.acme.test') },
        { what: 'certificate-log', name: 'https://ct.acme.test' },
        {
          what: 'timestamp-authority',
          name: expect.stringContaining('tsa.acme.test'),
        },
      ].map(window =>
        expect.objectContaining({ ...window, start: expect.any(String) }),
      ),
    });
  });

  it('asks when it is time and not before', async () => {
    const keeper = await loaded();
    publish(both);
    expect(await keeper.refresh()).toBe(false);
    at.clock.advance(50 * minute);
    expect(await keeper.refresh()).toBe(false);
    at.clock.advance(11 * minute);
    expect(await keeper.refresh()).toBe(true);
    expect(keeper.authority?.digest).toBe(digestOfRoot(both));
  });

  it('S6.3 is not put off by a replica whose clock was ahead', async () => {
    await loaded();
    const key = at.source().key ?? '';
    const record = await at.store.read(key);
    const refreshedAt = new Date(Date.now() + 365 * day).toISOString();
    const text = JSON.stringify({
      ...JSON.parse(record?.content ?? ''),
      refreshedAt,
    });
    await at.store.write(key, text, record?.revision ?? 0);
    const keeper = at.keeper();
    await keeper.open();
    expect(keeper.status()).toMatchObject({ refreshedAt });
    publish(both);
    expect(await keeper.refresh()).toBe(true);
    expect(keeper.authority?.digest).toBe(digestOfRoot(both));
  });

  it('asks at once where it is told to', async () => {
    const keeper = await loaded();
    publish(both);
    expect(await keeper.refresh({ force: true })).toBe(true);
  });

  it('S1.4 keeps the digest where only the metadata is new', async () => {
    const keeper = await loaded();
    const { loadedAt } = keeper.status();
    at.repository.rotateRoot();
    at.repository.publish();
    expect(await later(keeper)).toBe(false);
    expect(keeper.status()).toMatchObject({
      digest: digestOfRoot(first),
      version: 'root 2, targets 3, timestamp 3',
      loadedAt,
    });
  });

  it('keeps old signatures valid over a rotation with overlap', async () => {
    const old = signedBy(acme);
    const fresh = signedBy(other);
    const keeper = await loaded({ retained: async () => [old] });
    const rotated = joined(
      first,
      other.trustedRoot(),
      new Date(Date.now() + hour),
    );
    publish(rotated);
    expect(await later(keeper)).toBe(true);
    const { authority } = keeper;
    for (const { material, subject } of [old, fresh])
      expect(
        authority &&
          verifyMaterial(material, { subject, authority, now: new Date() })
            .outcome,
      ).toMatchObject({ status: 'proven' });
  });

  it('takes a version in which a key ended before what it signed: so a stolen key is withdrawn', async () => {
    const keeper = await loaded({ retained: async () => [signedBy(acme)] });
    publish(joined(first, other.trustedRoot(), new Date(Date.now() - hour)));
    expect(await later(keeper)).toBe(true);
    expect(keeper.status().refusedVersion).toBeUndefined();
  });

  it('refuses a version that lacks what proved retained material, until a person accepts it', async () => {
    const retained = async () => [signedBy(acme)];
    const keeper = await loaded({ retained });
    publish(other.trustedRoot());
    expect(await later(keeper)).toBe(false);
    expect(keeper.authority?.digest).toBe(digestOfRoot(first));
    expect(keeper.status().refusedVersion).toEqual({
      at: expect.any(String),
      digest: digestOfRoot(other.trustedRoot()),
      why: expect.stringMatching(
        /^1 of 1 retained materials would not be proven any more, because https:\/\/fulcio\.acme\.test/,
      ),
    });
    // Another process, after a restart: still refused, and said so before anybody is asked.
    const restarted = at.keeper({ retained });
    await restarted.open();
    expect(restarted.authority?.digest).toBe(digestOfRoot(first));
    expect(restarted.status().refusedVersion).toEqual(
      keeper.status().refusedVersion,
    );
    const accepting = at.keeper({
      retained,
      accept: digestOfRoot(other.trustedRoot()),
    });
    await accepting.open();
    expect(await accepting.refresh()).toBe(true);
    expect(accepting.authority?.digest).toBe(digestOfRoot(other.trustedRoot()));
    expect(accepting.status().refusedVersion).toBeUndefined();
    // And whoever still refuses takes what was accepted.
    expect(await keeper.refresh()).toBe(true);
  });

  it('forgets a refusal when the mirror takes the version back', async () => {
    const keeper = await loaded({ retained: async () => [signedBy(acme)] });
    publish(other.trustedRoot());
    await later(keeper);
    publish(first);
    await later(keeper);
    expect(keeper.status().refusedVersion).toBeUndefined();
    expect(keeper.status().version).toContain('targets 3');
  });

  it('takes a removal that costs nothing', async () => {
    const keeper = await loaded({ retained: async () => [] });
    publish(other.trustedRoot());
    expect(await later(keeper)).toBe(true);
  });

  it.each<[string, object]>([
    ['is no trust root', {}],
    ['has no window', withoutWindow()],
    ['has no log', { ...first, tlogs: [], timestampAuthorities: [] }],
  ])(
    'S6.2 keeps the last good version where the next one %s',
    async (_, root) => {
      const keeper = await loaded();
      publish(root);
      expect(await later(keeper)).toBe(false);
      expect(keeper.authority?.digest).toBe(digestOfRoot(first));
      expect(keeper.status().lastError?.message).toContain('cannot be used');
    },
  );

  it.each<[string, (scene: Scene) => void, RegExp]>([
    [
      'the mirror is down',
      ({ mirror }) => mirror.setFault('timestamp.json', { kind: 'down' }),
      /could not be reached/,
    ],
    [
      'the metadata has expired',
      ({ clock }) => clock.advance(30 * day),
      /expired/,
    ],
    [
      'a stranger signs',
      ({ repository }) =>
        repository.publish({ signWith: { timestamp: new TufKey() } }),
      /signed by 0\/1 keys/,
    ],
  ])('S6.2 keeps the last good version while %s', async (_, fault, why) => {
    const keeper = await loaded();
    fault(at);
    expect(await later(keeper)).toBe(false);
    expect(keeper.authority?.digest).toBe(digestOfRoot(first));
    expect(keeper.status()).toMatchObject({
      status: 'loaded',
      lastError: { message: expect.stringMatching(why) },
    });
  });

  it('asks a mirror that fails less and less often, and never less often than the interval', async () => {
    at.mirror.setFault('timestamp.json', { kind: 'status', status: 404 });
    const keeper = at.keeper();
    await keeper.open();
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      await keeper.refresh();
      const { lastError, nextRefreshAt } = keeper.status();
      const wait =
        Date.parse(nextRefreshAt ?? '') - Date.parse(lastError?.at ?? '');
      waits.push(Math.round(wait / minute));
      at.clock.advance(wait);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('asks once for ten callers', async () => {
    const keeper = await loaded();
    publish(both);
    at.mirror.requests.clear();
    at.clock.advance(2 * hour);
    const changed = await Promise.all(
      Array.from({ length: 10 }, () => keeper.refresh()),
    );
    expect(changed).toEqual(Array(10).fill(true));
    expect(
      at.mirror.requests.list().filter(one => one.path === '/timestamp.json'),
    ).toHaveLength(1);
  });

  it('comes to the same from ten processes at once', async () => {
    const keepers = Array.from({ length: 10 }, () => at.keeper());
    await Promise.all(keepers.map(keeper => keeper.open()));
    await Promise.all(keepers.map(keeper => keeper.refresh()));
    expect(new Set(keepers.map(one => one.authority?.digest))).toEqual(
      new Set([digestOfRoot(first)]),
    );
  });

  it('S6.3 never leads others back from a version that this release cannot use', async () => {
    const build = (content: string) => {
      const authority = sigstoreAuthority('acme', JSON.parse(content));
      if (authority.digest === digestOfRoot(both)) throw new Error('too new');
      return authority;
    };
    const old = await loaded({ build });
    const fresh = await loaded();
    publish(both);
    expect(await later(fresh)).toBe(true);
    // It learns newer metadata and no content that it could use.
    at.repository.publish();
    at.mirror.setFault('targets/', { kind: 'status', status: 503 });
    for (let i = 0; i < 3; i++) await later(old);
    expect(old.authority?.digest).toBe(digestOfRoot(first));
    expect(old.status().lastError).toBeDefined();
    await fresh.refresh();
    expect(fresh.authority?.digest).toBe(digestOfRoot(both));
  });

  it('starts without the mirror from what was kept', async () => {
    await loaded();
    await at.mirror.close();
    const keeper = at.keeper();
    await keeper.open();
    expect(keeper.authority?.digest).toBe(digestOfRoot(first));
    expect(await later(keeper)).toBe(false);
    expect(keeper.status()).toMatchObject({ status: 'loaded' });
    expect(keeper.status().lastError).toBeDefined();
  });

  it.each([
    ['nothing', undefined],
    ['no JSON', '{'],
    ['another form', '{"version":2}'],
    ['no content', '{"version":1,"loadedAt":"2026-01-01T00:00:00Z"}'],
  ])(
    'counts a kept record that holds %s as absent, and replaces it',
    async (_, content) => {
      const read = async () => ({ revision: 7, content });
      const write = jest.fn(async () => true);
      const keeper = at.keeper({ store: { read, write } });
      await keeper.open();
      expect(keeper.authority).toBeUndefined();
      expect(await keeper.refresh()).toBe(true);
      expect(write).toHaveBeenCalledWith(
        at.source().key,
        expect.stringContaining('"metadata"'),
        7,
      );
    },
  );

  it('goes on without a store that fails, and keeps nothing that it could not write', async () => {
    const keeper = await loaded();
    jest.spyOn(at.store, 'write').mockRejectedValue(new Error('database away'));
    publish(both);
    expect(await later(keeper)).toBe(false);
    expect(keeper.authority?.digest).toBe(digestOfRoot(first));
    expect(keeper.status().lastError?.message).toBe('database away');
  });

  it('takes what another replica kept, without asking itself', async () => {
    const [one, two] = [await loaded(), await loaded()];
    publish(both);
    await later(one);
    at.mirror.requests.clear();
    expect(await two.refresh()).toBe(true);
    expect(two.authority?.digest).toBe(digestOfRoot(both));
    expect(at.mirror.requests.list()).toEqual([]);
  });

  it('S6.3 a slow replica never writes over what a faster one found', async () => {
    const slow = barrier();
    const asked = barrier();
    const source = at.source();
    const one = await loaded({
      source: {
        ...source,
        async fetch(state, now) {
          const found = await source.fetch(state, now);
          if (now.getTime() > Date.now() + minute) {
            asked.open();
            await slow.opened;
          }
          return found;
        },
      },
    });
    const two = await loaded();
    // One has fetched a version, and hangs; two finds a newer one and writes it.
    publish(both);
    at.clock.advance(2 * hour);
    const hanging = one.refresh();
    await asked.opened;
    const newest = joined(
      first,
      other.trustedRoot(),
      new Date(Date.now() + hour),
    );
    publish(newest);
    expect(await two.refresh()).toBe(true);
    slow.open();
    expect(await hanging).toBe(true);
    const digests = [one, two].map(keeper => keeper.authority?.digest);
    expect(digests).toEqual([digestOfRoot(newest), digestOfRoot(newest)]);
    const restarted = at.keeper();
    await restarted.open();
    expect(restarted.status()).toEqual(two.status());
  });

  it('CVE-2022-29173 takes nothing older from the store, and puts its own back', async () => {
    const older = at.keeper();
    await older.open();
    await older.refresh();
    const record = await at.store.read(at.source().key ?? '');
    const old = at.repository.served();
    publish(both);
    const keeper = at.keeper();
    await keeper.open();
    await later(keeper);
    expect(keeper.authority?.digest).toBe(digestOfRoot(both));
    // Somebody brings back a backup of the database, and the mirror of that day with it.
    const backup = new MemoryTrustStore();
    await backup.write(at.source().key ?? '', record?.content ?? '', 0);
    jest.spyOn(at.store, 'read').mockImplementation(key => backup.read(key));
    jest
      .spyOn(at.store, 'write')
      .mockImplementation((...args) => backup.write(...args));
    const today = at.repository.served();
    at.repository.restore(old);
    expect(await later(keeper)).toBe(false);
    expect(keeper.authority?.digest).toBe(digestOfRoot(both));
    expect(keeper.status().lastError?.message).toContain('less than current');
    at.repository.restore(today);
    expect(await later(keeper)).toBe(false);
    const fresh = at.keeper({ store: backup });
    await fresh.open();
    expect(fresh.authority?.digest).toBe(digestOfRoot(both));
  });

  it('CVE-2022-29173 holds a root that took keys away, although the rest of that answer failed', async () => {
    const keeper = await loaded();
    publish(both);
    const byOldKeys = at.repository.served();
    at.repository.rotateRoot();
    at.mirror.setFault('timestamp.json', { kind: 'down' });
    await later(keeper);
    // Whoever has the old keys serves what they signed, and nothing of the new root.
    at.mirror.clearFault('timestamp.json');
    at.repository.restore(byOldKeys);
    for (const victim of [keeper, at.keeper()]) {
      if (victim !== keeper) await victim.open();
      await later(victim);
      expect(victim.authority?.digest).toBe(digestOfRoot(first));
      expect(victim.status().lastError?.message).toContain(
        'timestamp was signed by 0/1 keys',
      );
    }
  });

  it('has what is built in before the mirror was ever reached', async () => {
    const source = publicGoodSource({
      clock: at.clock,
      mirror: { url: at.mirror.url, privateNetwork: true },
    });
    const keeper = at.keeper({ source });
    await keeper.open();
    expect(keeper.status()).toMatchObject({
      source: 'public-good',
      status: 'loaded',
      version: expect.stringMatching(/^root \d+$/),
    });
    expect(keeper.status().refreshedAt).toBeUndefined();
    // The mirror of somebody else: refused, and what is built in stays.
    const { digest } = keeper.status();
    expect(await keeper.refresh()).toBe(false);
    expect(keeper.status()).toMatchObject({
      digest,
      lastError: { message: expect.any(String) },
    });
  });

  it('reads a file until it is there, and then never again', async () => {
    let content: string | undefined;
    const read = jest.fn(async () => {
      if (content === undefined) throw new Error('no such file');
      return content;
    });
    const keeper = at.keeper({ source: fixedSource({ kind: 'file', read }) });
    await keeper.open();
    await keeper.refresh();
    expect(keeper.status()).toMatchObject({
      status: 'missing',
      lastError: { message: 'no such file' },
    });
    content = JSON.stringify(first);
    expect(await later(keeper)).toBe(true);
    expect(keeper.status().nextRefreshAt).toBeUndefined();
    content = JSON.stringify(both);
    expect(await later(keeper)).toBe(false);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('holds thresholds that are part of the authority, over every version', async () => {
    const build = (content: string) =>
      sigstoreAuthority('acme', JSON.parse(content), {
        thresholds: { scts: 'none' },
      });
    const keeper = at.keeper({ build });
    await keeper.open();
    await keeper.refresh();
    expect(keeper.authority?.digest).toBe(build(JSON.stringify(first)).digest);
    expect(keeper.authority?.digest).not.toBe(digestOfRoot(first));
  });

  it('S6.3 knows whether another process holds anything newer', async () => {
    const [one, two] = [await loaded(), await loaded()];
    expect(await one.isCurrent()).toBe(true);
    expect(await two.isCurrent()).toBe(true);
    publish(both);
    await later(one);
    expect(await one.isCurrent()).toBe(true);
    expect(await two.isCurrent()).toBe(false);
    await two.refresh();
    expect(await two.isCurrent()).toBe(true);
    expect(two.authority?.digest).toBe(one.authority?.digest);
  });

  it('S6.3 is not current where it cannot use what another release kept', async () => {
    const one = await loaded();
    const older = at.keeper({
      build: () => {
        throw new Error('a root of another time');
      },
    });
    await older.open();
    expect(await older.isCurrent()).toBe(false);
    expect(await one.isCurrent()).toBe(true);
  });

  it('is always current where nothing is kept', async () => {
    const read = async () => JSON.stringify(first);
    const keeper = at.keeper({ source: fixedSource({ kind: 'file', read }) });
    await keeper.open();
    expect(await keeper.isCurrent()).toBe(true);
    await keeper.refresh();
    expect(await keeper.isCurrent()).toBe(true);
  });
});

function withoutWindow(): object {
  const root: TrustedRootJson = structuredClone(first);
  for (const one of root.certificateAuthorities)
    delete (one as { validFor?: object }).validFor;
  return root;
}
