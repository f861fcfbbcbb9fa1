import { startFileServer, type FileServer } from '.';

describe('startFileServer', () => {
  let server: FileServer;
  beforeEach(async () => {
    server = await startFileServer();
  });
  afterEach(() => server.close());

  it('serves files with their length, and 404 for others', async () => {
    const url = server.put('acme/vpc.tgz', Buffer.from('module'));
    expect(await (await fetch(url)).text()).toBe('module');
    const head = await fetch(url, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe('6');
    expect((await fetch(`${url}.sigstore.json`)).status).toBe(404);
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(405);
  });

  it('has faults for one file and for a folder', async () => {
    const one = server.put('acme/one.tgz', Buffer.from('1'));
    const two = server.put('acme/two.tgz', Buffer.from('2'));
    server.setFault('acme/one.tgz', { kind: 'status', status: 403 });
    server.setFault('acme/', { kind: 'down' });
    expect((await fetch(one)).status).toBe(403);
    await expect(fetch(two)).rejects.toThrow();
    server.clearFault('acme/');
    expect((await fetch(two)).status).toBe(200);
    expect(server.requests.list('acme/one.tgz')).toHaveLength(1);
  });
});
