import { pushImage } from '../images';
import { digestOf, startRegistry, type Registry } from '.';

describe('faults of a registry', () => {
  let registry: Registry;
  let url: string;
  let digest: string;

  beforeEach(async () => {
    registry = await startRegistry();
    digest = pushImage(registry.repository('team/app'), { tag: 'x' }).digest;
    url = `http://${registry.host}/v2/team/app/manifests/x`;
  });

  afterEach(() => registry.close());

  it('down: destroys the connection, and takes no push', async () => {
    registry.setFault('team/app', { kind: 'down' });
    await expect(fetch(url)).rejects.toThrow();
    await expect(
      fetch(url.replace('/x', '/y'), { method: 'PUT', body: '{}' }),
    ).rejects.toThrow();
    expect(registry.repository('team/app').tags.has('y')).toBe(false);
    expect(registry.requests.list('team/app')).toContainEqual(
      expect.objectContaining({ path: '/v2/team/app/manifests/x' }),
    );
  });

  it.each([401, 403, 404, 429, 500] as const)('answers %s', async status => {
    registry.setFault('team/app', { kind: 'status', status });
    const response = await fetch(url);
    expect(response.status).toBe(status);
    expect(response.headers.has('retry-after')).toBe(status === 429);
    expect(response.headers.has('www-authenticate')).toBe(status === 401);
  });

  it('truncated: fewer bytes than announced', async () => {
    registry.setFault('team/app', { kind: 'truncated' });
    await expect(fetch(url).then(r => r.arrayBuffer())).rejects.toThrow();
  });

  it('endless: goes on as long as the client reads', async () => {
    registry.setFault('team/app', { kind: 'endless' });
    const response = await fetch(url);
    let size = 0;
    for await (const chunk of response.body!) {
      size += chunk.length;
      if (size > 5_000_000) break;
    }
    expect(size).toBeGreaterThan(5_000_000);
  });

  it('wrong bytes: right length, other digest', async () => {
    registry.setFault('team/app', { kind: 'wrong-bytes' });
    const response = await fetch(url);
    const body = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('docker-content-digest')).toBe(digest);
    expect(digestOf(body)).not.toBe(digest);
    expect(String(body.length)).toBe(response.headers.get('content-length'));
  });

  it('garbage: 200 and no JSON', async () => {
    registry.setFault('team/app', { kind: 'garbage' });
    const response = await fetch(url);
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow();
  });

  it('slow: waits, and does not outlive the client', async () => {
    registry.setFault('team/app', { kind: 'slow', milliseconds: 60_000 });
    const abort = new AbortController();
    const answer = fetch(url, { signal: abort.signal });
    abort.abort();
    await expect(answer).rejects.toThrow();
    registry.setFault('team/app', { kind: 'slow', milliseconds: 1 });
    expect((await fetch(url)).status).toBe(200);
  });

  it.each(['endless', 'truncated', 'wrong-bytes', 'garbage'] as const)(
    '%s: leaves HEAD as it is',
    async kind => {
      registry.setFault('team/app', { kind });
      const response = await fetch(url, { method: 'HEAD' });
      expect(response.headers.get('docker-content-digest')).toBe(digest);
    },
  );

  it('can be for one kind of request, and for a prefix', async () => {
    registry.setFault('team/', {
      kind: 'status',
      status: 500,
      on: '/referrers/',
    });
    expect((await fetch(url)).status).toBe(200);
    const referrers = url.replace('manifests/x', `referrers/${digest}`);
    expect((await fetch(referrers)).status).toBe(500);
    registry.clearFault('team/');
    expect((await fetch(referrers)).status).toBe(200);
  });
});
