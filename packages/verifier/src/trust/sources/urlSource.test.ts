import { createHash } from 'node:crypto';
import { startFileServer, type FileServer } from '@countersign/sandbox';
import { acme, bytes, scene } from '../__testUtils__/repository';
import { urlSource } from '.';

const root = bytes(acme.trustedRoot());
const sha256 = createHash('sha256').update(root).digest('hex');
const clock = { now: () => new Date() };

describe('urlSource', () => {
  let server: FileServer;

  beforeEach(async () => {
    server = await startFileServer();
    server.put('root.json', root);
  });

  afterEach(() => server.close());

  const source = (changes: Partial<Parameters<typeof urlSource>[0]> = {}) =>
    urlSource(
      {
        url: `http://${server.host}/root.json?token=x`,
        sha256,
        privateNetwork: true,
        ...changes,
      },
      { clock, limits: { retries: 0 } },
    );
  const fetch = (...changes: Parameters<typeof source>) =>
    source(...changes).fetch(undefined, clock.now());

  it('takes exactly the bytes that are pinned', async () => {
    expect(await fetch()).toEqual({ content: root.toString() });
    expect(source().location).toBe(`http://${server.host}/root.json`);
  });

  it('refuses other bytes', async () => {
    await expect(fetch({ sha256: 'b'.repeat(64) })).rejects.toThrow(
      `has the SHA-256 ${sha256}, and ${'b'.repeat(64)} is pinned`,
    );
    server.setFault('root.json', { kind: 'wrong-bytes' });
    await expect(fetch()).rejects.toThrow('is pinned');
  });

  it('refuses a body without end, a server that fails, and a private address that nobody allowed', async () => {
    server.setFault('root.json', { kind: 'endless' });
    await expect(fetch()).rejects.toThrow('more than');
    server.setFault('root.json', { kind: 'status', status: 500 });
    await expect(fetch()).rejects.toThrow('answered 500');
    await expect(
      fetch({ url: 'https://10.0.0.1/root.json', privateNetwork: false }),
    ).rejects.toThrow('private address');
  });

  it('CVE-2026-48501 follows no redirect to another host', async () => {
    const at = await scene();
    at.mirror.redirect('root.json', `http://${server.host}/root.json`);
    await expect(
      fetch({ url: `${at.mirror.url}/root.json`, authorization: 'Bearer x' }),
    ).rejects.toThrow('not in the list of allowed hosts');
    expect(server.requests.list()).toEqual([]);
    await at.close();
  });

  it('takes nothing from a store that is not what is pinned', async () => {
    const at = await scene();
    const keep = (content: string) => {
      const kept = { version: 1, loadedAt: clock.now().toISOString(), content };
      return {
        read: async () => ({ revision: 1, content: JSON.stringify(kept) }),
        write: async () => true,
      };
    };
    const honest = at.keeper({ source: source(), store: keep(`${root}`) });
    await honest.open();
    expect(honest.status().status).toBe('loaded');
    const forged = at.keeper({ source: source(), store: keep(`${root} `) });
    await forged.open();
    expect(forged.status().status).toBe('missing');
    await at.close();
  });
});
