import { startFileServer, TufKey } from '@countersign/sandbox';
import {
  acme,
  bytes,
  day,
  digestOfRoot,
  other,
  scene,
  type Scene,
} from '../__testUtils__/repository';
import { versionsOf } from '../tuf/TufMetadata';
import { publicGoodSource, tufSource } from '.';
import type { SourceState } from './AuthoritySource';

const target = 'trusted_root.json';
const root = bytes(acme.trustedRoot()).toString();
const yesterday = () => new Date(Date.now() - day);

describe('tufSource', () => {
  let at: Scene;

  beforeEach(async () => {
    at = await scene();
  });

  afterEach(() => at.close());

  const fetch = (state?: SourceState) =>
    at.source().fetch(state, at.clock.now());
  const versions = (state: SourceState) =>
    state.metadata && versionsOf(state.metadata);

  it('S1.4 follows a mirror from a pinned root to the trust root', async () => {
    const state = await fetch();
    expect(state.content).toBe(root);
    expect(versions(state)).toEqual({
      root: 1,
      timestamp: 1,
      snapshot: 1,
      targets: 1,
    });
    expect(Date.parse(state.expiresAt ?? '')).toBeGreaterThan(Date.now());
  });

  it('asks for as little as there is when nothing is new', async () => {
    const state = await fetch();
    at.mirror.requests.clear();
    expect(await fetch(state)).toEqual(state);
    expect(at.mirror.requests.list().map(({ path }) => path)).toEqual([
      '/2.root.json',
      '/timestamp.json',
    ]);
  });

  it('follows a root that the old keys hand over, over several versions', async () => {
    const state = await fetch();
    at.repository.rotateRoot();
    at.repository.rotateRoot();
    expect(versions(await fetch(state))).toMatchObject({ root: 3 });
    expect(versions(await fetch())).toMatchObject({ root: 3 });
  });

  it('works with a slash at the end of the address', async () => {
    const source = at.source({ url: `${at.mirror.url}/` });
    expect((await source.fetch(undefined, at.clock.now())).content).toBe(root);
    expect(source.key).toBe(at.source().key);
  });

  it.each<[string, (at: Scene) => void, RegExp]>([
    [
      'a root that the old key did not sign',
      ({ repository }) =>
        repository.rotateRoot({ signers: (_, fresh) => fresh }),
      /root was signed by 0\/1 keys/,
    ],
    [
      'a root that its own key did not sign',
      ({ repository }) => repository.rotateRoot({ signers: old => old }),
      /root was signed by 0\/1 keys/,
    ],
    [
      'a root whose end is no date',
      ({ repository }) => repository.rotateRoot({ expires: 'never' }),
      /end that is no date/,
    ],
    [
      'a root that has expired',
      ({ repository }) => repository.rotateRoot({ expires: yesterday() }),
      /expired/,
    ],
    [
      'a timestamp that has expired',
      ({ repository }) =>
        repository.publish({ expires: { timestamp: yesterday() } }),
      /timestamp.json is expired/,
    ],
    [
      'a timestamp whose end is no date',
      ({ repository }) =>
        repository.publish({ expires: { timestamp: 'whenever' } }),
      /end that is no date/,
    ],
    [
      'targets that have expired',
      ({ repository }) =>
        repository.publish({ expires: { targets: yesterday() } }),
      /expired/,
    ],
    [
      'a timestamp by another key',
      ({ repository }) =>
        repository.publish({ signWith: { timestamp: new TufKey() } }),
      /timestamp was signed by 0\/1 keys/,
    ],
    [
      'targets by another key',
      ({ repository }) =>
        repository.publish({ signWith: { targets: new TufKey() } }),
      /targets was signed by 0\/1 keys/,
    ],
    [
      'a target with other bytes',
      ({ mirror }) => mirror.setFault('targets/', { kind: 'wrong-bytes' }),
      /hash/,
    ],
    [
      'a target that is not there',
      ({ repository }) => repository.publish({ targets: {} }),
      /no target trusted_root.json/,
    ],
    [
      'a body without end',
      ({ mirror }) => mirror.setFault('timestamp.json', { kind: 'endless' }),
      /more than \d+ bytes/,
    ],
    [
      'an answer that does not come',
      ({ mirror }) =>
        mirror.setFault('timestamp.json', {
          kind: 'slow',
          milliseconds: 60_000,
        }),
      /could not be reached/,
    ],
    [
      'a body that breaks off',
      ({ mirror }) => mirror.setFault('timestamp.json', { kind: 'truncated' }),
      /could not be reached/,
    ],
    [
      'nonsense',
      ({ mirror }) => mirror.setFault('timestamp.json', { kind: 'garbage' }),
      /JSON/,
    ],
    [
      'a server that fails',
      ({ mirror }) =>
        mirror.setFault('timestamp.json', { kind: 'status', status: 503 }),
      /answered 503/,
    ],
  ])('refuses %s', async (_, edit, message) => {
    edit(at);
    await expect(fetch()).rejects.toThrow(message);
  });

  it('S7.2 goes by our clock too, where the machine has another one', async () => {
    at.clock.advance(8 * day);
    at.repository.publish({
      expires: { timestamp: new Date(Date.now() + day) },
    });
    await expect(fetch()).rejects.toThrow('has expired');
  });

  it('refuses another pin', async () => {
    const stranger = await scene();
    const source = at.source({ root: stranger.repository.root() });
    await stranger.close();
    expect(source.key).not.toBe(at.source().key);
    await expect(source.fetch(undefined, at.clock.now())).rejects.toThrow(
      'timestamp was signed by 0/1 keys',
    );
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'root'],
    ['no version', '{"signed":{}}'],
  ])('refuses a pin that holds %s, at once', (_, pin) => {
    expect(() => at.source({ root: Buffer.from(pin) })).toThrow('The TUF');
  });

  it('CVE-2022-29173 refuses to be led back to an older version', async () => {
    const old = at.repository.served();
    at.repository.publish({
      targets: { [target]: bytes(other.trustedRoot()) },
    });
    const state = await fetch();
    at.repository.restore(old);
    await expect(fetch(state)).rejects.toThrow(
      'New timestamp version 1 is less than current version 2',
    );
    // Without what was remembered nobody could tell: that is what the store is for.
    expect(digestOfRoot(JSON.parse((await fetch()).content))).toBe(
      digestOfRoot(acme.trustedRoot()),
    );
  });

  it('CVE-2022-29173 remembers a root that takes keys away, also where the rest fails', async () => {
    at.repository.rotateRoot();
    at.mirror.setFault('timestamp.json', { kind: 'down' });
    await expect(fetch()).rejects.toMatchObject({
      metadata: { root: at.repository.root(2).toString('base64') },
    });
  });

  it('CVE-2024-47534 takes no target that only a delegated role signs for', async () => {
    at.repository.publish({
      targets: {},
      delegated: {
        role: 'helpers',
        targets: { [target]: bytes(other.trustedRoot()) },
      },
    });
    await expect(fetch()).rejects.toThrow('no target trusted_root.json');
    expect(
      at.mirror.requests.list().filter(({ path }) => path.includes('helpers')),
    ).toEqual([]);
  });

  it('CVE-2026-24137 CVE-2026-24686 writes under names of ours, whatever the metadata calls things', async () => {
    at.repository.publish({
      targets: {
        [target]: bytes(acme.trustedRoot()),
        '../../escaped.json': Buffer.from('{}'),
      },
      delegated: { role: '../../../escaped', targets: {} },
    });
    expect((await fetch()).content).toBe(root);
    expect(
      at.mirror.requests.list().filter(({ path }) => /escaped/.test(path)),
    ).toEqual([]);
  });
});

describe('tufSource with a threshold', () => {
  it('CVE-2026-23992 counts keys, not signatures, and takes no threshold of none', async () => {
    const at = await scene({ rootThreshold: 2 });
    const fetch = () => at.source().fetch(undefined, at.clock.now());
    at.repository.rotateRoot({ signers: ([one], fresh) => [one, ...fresh] });
    await expect(fetch()).rejects.toThrow('root was signed by 1/2 keys');
    await at.close();

    const none = await scene({ rootThreshold: 2 });
    none.repository.rotateRoot({ threshold: 0 });
    await expect(
      none.source().fetch(undefined, none.clock.now()),
    ).rejects.toThrow('threshold must be at least 1');
    await none.close();
  });

  it('CVE-2026-23992 takes no key that is listed under two names', async () => {
    const at = await scene();
    const pin: any = JSON.parse(at.repository.root().toString());
    const [[, key]] = Object.entries(pin.signed.keys);
    pin.signed.keys.again = key;
    expect(() => at.source({ root: bytes(pin) })).toThrow(
      'one key under several names',
    );
    await at.close();
  });
});

describe('tufSource with a credential', () => {
  const authorization = `Basic ${Buffer.from('a:b').toString('base64')}`;

  it('S12.2 sends it to the mirror', async () => {
    const at = await scene({ authorization });
    await expect(at.source().fetch(undefined, at.clock.now())).rejects.toThrow(
      'answered 401',
    );
    const state = await at
      .source({ authorization })
      .fetch(undefined, at.clock.now());
    expect(state.content).toBe(root);
    await at.close();
  });

  it('CVE-2026-48501 sends it nowhere else: another host is not even asked', async () => {
    const at = await scene({ authorization });
    const elsewhere = await startFileServer();
    at.mirror.redirect('timestamp.json', `http://${elsewhere.host}/a`);
    await expect(
      at.source({ authorization }).fetch(undefined, at.clock.now()),
    ).rejects.toThrow(`${elsewhere.host} (redirect for`);
    expect(elsewhere.requests.list()).toEqual([]);
    await elsewhere.close();
    await at.close();
  });

  it('CVE-2026-48501 sends it along no redirect on the mirror itself', async () => {
    const at = await scene();
    at.repository.files.set(
      'moved.json',
      at.repository.files.get('timestamp.json') ?? Buffer.alloc(0),
    );
    at.mirror.redirect('timestamp.json', '/moved.json');
    await at.source({ authorization }).fetch(undefined, at.clock.now());
    const sent = at.mirror.requests
      .list()
      .map(one => [one.path, one.authorization]);
    expect(sent).toContainEqual(['/timestamp.json', 'Basic']);
    expect(sent).toContainEqual(['/moved.json', undefined]);
    await at.close();
  });

  it.each([
    'ftp://tuf.example',
    'https://user:secret@tuf.example',
    'https://tuf.example/?a=b',
  ])('refuses %s as a mirror, without repeating a secret', url => {
    const pin = Buffer.from('{"signed":{"version":1,"keys":{}}}');
    const make = () =>
      tufSource({ url, root: pin }, { clock: { now: () => new Date() } });
    expect(make).toThrow('not an address of a mirror');
    expect(make).not.toThrow('secret');
  });
});

describe('publicGoodSource', () => {
  it('has a first version without any network, and goes on from the root inside', () => {
    const source = publicGoodSource({ clock: { now: () => new Date() } });
    expect(source).toMatchObject({
      kind: 'public-good',
      location: 'https://tuf-repo-cdn.sigstore.dev',
      moves: true,
    });
    expect(JSON.parse(source.first?.content ?? '')).toMatchObject({
      mediaType: expect.stringContaining('trustedroot'),
    });
    expect(source.first?.metadata?.root).toEqual(expect.any(String));
  });

  it('takes what was kept, unless the package brings a newer root', () => {
    const { first, accepts } = publicGoodSource({
      clock: { now: () => new Date() },
    });
    const pinned = JSON.parse(
      Buffer.from(first?.metadata?.root ?? '', 'base64').toString(),
    );
    const kept = (version: number) => {
      const signed = { ...pinned.signed, version };
      const older = bytes({ ...pinned, signed }).toString('base64');
      return { content: '', metadata: { root: older } };
    };
    const { version } = pinned.signed;
    expect(accepts?.(kept(version))).toBe(true);
    expect(accepts?.(kept(version + 1))).toBe(true);
    expect(accepts?.(kept(version - 1))).toBe(false);
    expect(accepts?.({ content: '' })).toBe(false);
  });
});
