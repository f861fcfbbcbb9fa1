import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import {
  getDefaultAutoSelectFamily,
  setDefaultAutoSelectFamily,
  type AddressInfo,
} from 'node:net';
import { defaultLimits, type Limits } from '../limits';
import { LimitError, LookError } from '../LookError';
import { GuardedHttp } from './GuardedHttp';
import { HostPolicies, type HostAccess } from './HostPolicies';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const clock = { now: () => new Date('2026-03-01T12:00:00Z') };
const servers: { close(): Promise<void> }[] = [];
const clients: GuardedHttp[] = [];

async function serve(handler: Handler) {
  const server = createServer(handler);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  servers.push({
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  return (server.address() as AddressInfo).port;
}

function client(
  hosts: HostAccess[],
  options: {
    limits?: Partial<Limits>;
    addresses?: Record<string, string[]>;
  } = {},
) {
  const resolve = (name: string, _: unknown, callback: Function) => {
    const found = options.addresses?.[name];
    if (!found)
      callback(
        Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
          code: 'ENOTFOUND',
        }),
      );
    else
      callback(
        null,
        found.map(address => ({
          address,
          family: address.includes(':') ? 6 : 4,
        })),
      );
  };
  const http = new GuardedHttp({
    policies: new HostPolicies(hosts),
    limits: { ...defaultLimits, retries: 0, ...options.limits },
    clock,
    ...(options.addresses && { resolve: resolve as never }),
  });
  clients.push(http);
  return http;
}

const request = (address: string, authorization?: string) => ({
  url: new URL(address),
  purpose: 'a test',
  limit: 'manifestBytes' as const,
  ...(authorization && { authorization }),
});

async function problem(answer: Promise<unknown>) {
  const error = await answer.then(
    () => undefined,
    caught => caught,
  );
  expect(error).toBeInstanceOf(LookError);
  return (error as LookError).problem;
}

afterEach(async () => {
  for (const http of clients.splice(0)) http.close();
  await Promise.all(servers.splice(0).map(server => server.close()));
});

describe('S12.2 where a request may go', () => {
  it('reads from a loopback host that is allowed for plain HTTP', async () => {
    const port = await serve((_, response) => response.end('hello'));
    const http = client([{ host: `127.0.0.1:${port}`, plainHttp: true }]);
    const answer = await http.get(request(`http://127.0.0.1:${port}/x`));
    expect(answer).toMatchObject({ status: 200, body: Buffer.from('hello') });
  });

  it.each([
    [
      'a host that is not in the list',
      'http://127.0.0.2:9/',
      [{ host: '127.0.0.1:9', plainHttp: true }],
    ],
    [
      'another port of an allowed host',
      'http://127.0.0.1:10/',
      [{ host: '127.0.0.1:9', plainHttp: true }],
    ],
    [
      'plain HTTP to a host that is allowed with encryption',
      'http://127.0.0.1:9/',
      [{ host: '127.0.0.1:9' }],
    ],
    [
      'a loopback address without leave',
      'https://127.0.0.1:9/',
      [{ host: '127.0.0.1:9' }],
    ],
    [
      'a loopback address in another writing',
      'https://2130706433:9/',
      [{ host: '127.0.0.1:9' }],
    ],
    ['an IPv6 loopback address', 'https://[::1]:9/', [{ host: '[::1]:9' }]],
    [
      'a private address without leave',
      'https://10.0.0.1/',
      [{ host: '10.0.0.1' }],
    ],
    [
      'plain HTTP to a private address',
      'http://10.0.0.1/',
      [{ host: '10.0.0.1', plainHttp: true, privateNetwork: true }],
    ],
    [
      'plain HTTP to a public address',
      'http://140.82.121.4/',
      [{ host: '140.82.121.4', plainHttp: true }],
    ],
    [
      'a metadata service, even with leave',
      'https://169.254.169.254/',
      [{ host: '169.254.169.254', privateNetwork: true }],
    ],
    [
      'a credential in the address',
      'http://u:p@127.0.0.1:9/',
      [{ host: '127.0.0.1:9', plainHttp: true }],
    ],
  ])('refuses %s', async (_, address, hosts) => {
    expect(await problem(client(hosts).get(request(address)))).toMatchObject({
      code: 'host-not-allowed',
      origin: 'configuration',
    });
  });

  it.each([
    ['a loopback address', ['127.0.0.1']],
    ['a private address', ['10.0.0.7']],
    ['a metadata service', ['169.254.169.254']],
    ['an IPv4 address inside an IPv6 one', ['::ffff:10.0.0.7']],
    ['one private address among public ones', ['140.82.121.4', '10.0.0.7']],
  ])('refuses a public name with %s', async (_, found) => {
    const http = client([{ host: 'registry.test' }], {
      addresses: { 'registry.test': found },
    });
    expect(
      await problem(http.get(request('https://registry.test/v2/'))),
    ).toMatchObject({
      code: 'host-not-allowed',
    });
  });

  it.each([true, false])(
    'refuses a private address however Node asks for it (all at once: %s)',
    async all => {
      const before = getDefaultAutoSelectFamily();
      setDefaultAutoSelectFamily(all);
      const http = client([{ host: 'a.test' }, { host: 'b.test' }], {
        addresses: { 'a.test': ['10.0.0.7'], 'b.test': [] },
      });
      expect(await problem(http.get(request('https://a.test/')))).toMatchObject(
        { code: 'host-not-allowed' },
      );
      expect(await problem(http.get(request('https://b.test/')))).toMatchObject(
        {
          code: 'registry-unreachable',
          message: expect.stringContaining('b.test has no address'),
        },
      );
      const port = await serve((_, response) => response.end('inside'));
      const inside = client([{ host: `c.test:${port}`, plainHttp: true }], {
        addresses: { 'c.test': ['127.0.0.1'] },
      });
      const answer = await inside.get(request(`http://c.test:${port}/`));
      expect(answer.body.toString()).toBe('inside');
      setDefaultAutoSelectFamily(before);
    },
  );

  it('connects to the address that was checked, not to a second answer', async () => {
    const port = await serve((_, response) => response.end('inside'));
    let asked = 0;
    const http = new GuardedHttp({
      policies: new HostPolicies([
        { host: `name.test:${port}`, plainHttp: true },
      ]),
      limits: defaultLimits,
      clock,
      resolve: ((_: string, __: unknown, callback: Function) => {
        asked++;
        callback(null, [{ address: '127.0.0.1', family: 4 }]);
      }) as never,
    });
    clients.push(http);
    expect(
      (await http.get(request(`http://name.test:${port}/`))).body.toString(),
    ).toBe('inside');
    expect(asked).toBe(1);
  });
});

describe('S12.2 redirects', () => {
  it('follows to an allowed host and leaves the credential behind', async () => {
    const seen: (string | undefined)[] = [];
    const target = await serve((incoming, response) => {
      seen.push(incoming.headers.authorization);
      response.end('blob');
    });
    const port = await serve((incoming, response) => {
      seen.push(incoming.headers.authorization);
      response
        .writeHead(307, { location: `http://127.0.0.1:${target}/blob` })
        .end();
    });
    const http = client([
      { host: `127.0.0.1:${port}`, plainHttp: true },
      { host: `127.0.0.1:${target}`, plainHttp: true },
    ]);
    const answer = await http.get(
      request(`http://127.0.0.1:${port}/`, 'Bearer secret'),
    );
    expect(answer.body.toString()).toBe('blob');
    expect(seen).toEqual(['Bearer secret', undefined]);
  });

  it('leaves the credential behind on the same host too', async () => {
    const seen: (string | undefined)[] = [];
    const port = await serve((incoming, response) => {
      seen.push(incoming.headers.authorization);
      if (incoming.url === '/')
        response.writeHead(302, { location: '/there' }).end();
      else response.end('there');
    });
    const http = client([{ host: `127.0.0.1:${port}`, plainHttp: true }]);
    await http.get(request(`http://127.0.0.1:${port}/`, 'Basic secret'));
    expect(seen).toEqual(['Basic secret', undefined]);
  });

  it.each([
    ['a host that is not in the list', 'http://127.0.0.2:1/'],
    ['a metadata service', 'http://169.254.169.254/latest/meta-data'],
    ['a file', 'file:///etc/passwd'],
  ])('does not follow to %s', async (_, location) => {
    const port = await serve((__, response) =>
      response.writeHead(302, { location }).end(),
    );
    const http = client([{ host: `127.0.0.1:${port}`, plainHttp: true }]);
    expect(
      await problem(http.get(request(`http://127.0.0.1:${port}/`))),
    ).toMatchObject({
      code: 'host-not-allowed',
    });
  });

  it('gives up on a circle', async () => {
    const port = await serve((_, response) =>
      response.writeHead(302, { location: '/again' }).end(),
    );
    const http = client([{ host: `127.0.0.1:${port}`, plainHttp: true }]);
    expect(
      await problem(http.get(request(`http://127.0.0.1:${port}/`))),
    ).toMatchObject({
      code: 'registry-unreachable',
      origin: 'infrastructure',
    });
  });

  it('a redirect to nothing', async () => {
    const port = await serve((_, response) =>
      response.writeHead(302, { location: 'http://' }).end(),
    );
    const http = client([{ host: `127.0.0.1:${port}`, plainHttp: true }]);
    expect(
      await problem(http.get(request(`http://127.0.0.1:${port}/`))),
    ).toMatchObject({
      code: 'registry-unreachable',
    });
  });
});

describe('limits', () => {
  const endless: Handler = (_, response) => {
    const pump = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', pump);
    pump();
  };

  it('stops an endless body', async () => {
    const port = await serve(endless);
    const http = client([{ host: `127.0.0.1:${port}`, plainHttp: true }], {
      limits: { manifestBytes: 1_000_000 },
    });
    const answer = http.get(request(`http://127.0.0.1:${port}/`));
    await expect(answer).rejects.toBeInstanceOf(LimitError);
    await expect(answer).rejects.toMatchObject({
      limit: 'manifestBytes',
      problem: { origin: 'material' },
    });
  });

  it('does not read a body that says it is too long', async () => {
    const port = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 50_000_000 });
      response.flushHeaders();
    });
    const http = client([{ host: `127.0.0.1:${port}`, plainHttp: true }]);
    await expect(
      http.get(request(`http://127.0.0.1:${port}/`)),
    ).rejects.toMatchObject({ limit: 'manifestBytes' });
  });

  it('does not read an endless error page', async () => {
    const port = await serve((incoming, response) => {
      response.writeHead(404);
      endless(incoming, response);
    });
    const http = client([{ host: `127.0.0.1:${port}`, plainHttp: true }]);
    expect(await http.get(request(`http://127.0.0.1:${port}/`))).toMatchObject({
      status: 404,
      body: Buffer.alloc(0),
    });
  });

  it.each([
    ['a server that says nothing', () => {}],
    [
      'a body that stops',
      (_: IncomingMessage, response: ServerResponse) => {
        response.write('x');
      },
    ],
  ])('S5.1 %s is infrastructure', async (_, handler) => {
    const port = await serve(handler);
    const http = client([{ host: `127.0.0.1:${port}`, plainHttp: true }], {
      limits: { idleMs: 50, requestMs: 5_000 },
    });
    expect(
      await problem(http.get(request(`http://127.0.0.1:${port}/`))),
    ).toMatchObject({
      code: 'registry-unreachable',
      origin: 'infrastructure',
    });
  });

  it('S5.1 a body that drips past the time limit is infrastructure', async () => {
    const port = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(timer));
    });
    const http = client([{ host: `127.0.0.1:${port}`, plainHttp: true }], {
      limits: { requestMs: 100 },
    });
    expect(
      await problem(http.get(request(`http://127.0.0.1:${port}/`))),
    ).toMatchObject({
      code: 'registry-unreachable',
      message: expect.stringContaining('no end after 100 ms'),
    });
  });

  it('refuses a compressed body, which could be a bomb', async () => {
    const port = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    );
    const http = client([{ host: `127.0.0.1:${port}`, plainHttp: true }]);
    expect(
      await problem(http.get(request(`http://127.0.0.1:${port}/`))),
    ).toMatchObject({
      code: 'registry-unreachable',
      origin: 'infrastructure',
    });
  });
});

describe('connections that are used again', () => {
  /** Answers the first request of each connection that `isGood` names and resets at every other one. */
  async function resetting(isGood: (connection: number) => boolean) {
    const connections = new Map<unknown, number>();
    const port = await serve((incoming, outgoing) => {
      const isNew = !connections.has(incoming.socket);
      if (isNew) connections.set(incoming.socket, connections.size);
      const number = connections.get(incoming.socket)!;
      if (isNew && isGood(number)) outgoing.end('{}');
      else incoming.socket.resetAndDestroy();
    });
    const http = client([{ host: `127.0.0.1:${port}`, plainHttp: true }]);
    const get = () => http.get(request(`http://127.0.0.1:${port}/`));
    return { get, connections };
  }

  it('a reset of one is answered on a connection of its own', async () => {
    const { get, connections } = await resetting(() => true);
    expect((await get()).status).toBe(200);
    expect((await get()).status).toBe(200);
    expect(connections.size).toBe(2);
  });

  it('S5.1 a reset of a new one is the server, and is not tried again', async () => {
    const { get, connections } = await resetting(number => number === 0);
    expect((await get()).status).toBe(200);
    expect(await problem(get())).toMatchObject({
      code: 'registry-unreachable',
      origin: 'infrastructure',
    });
    expect(connections.size).toBe(2);
    expect(await problem(get())).toMatchObject({
      code: 'registry-unreachable',
    });
    expect(connections.size).toBe(3);
  });
});

describe('S5.1 what is infrastructure', () => {
  it('a name without an address', async () => {
    const http = client([{ host: 'registry.test' }], { addresses: {} });
    expect(
      await problem(http.get(request('https://registry.test/'))),
    ).toMatchObject({
      code: 'registry-unreachable',
      origin: 'infrastructure',
      message: expect.stringContaining('ENOTFOUND'),
    });
  });

  it('nobody listens', async () => {
    const port = await serve(() => {});
    await servers.pop()?.close();
    const http = client([{ host: `127.0.0.1:${port}`, plainHttp: true }]);
    expect(
      await problem(http.get(request(`http://127.0.0.1:${port}/`))),
    ).toMatchObject({ code: 'registry-unreachable' });
  });

  it('no TLS where TLS was asked for', async () => {
    const port = await serve((_, response) => response.end());
    const http = client([{ host: `127.0.0.1:${port}`, privateNetwork: true }]);
    expect(
      await problem(http.get(request(`https://127.0.0.1:${port}/`))),
    ).toMatchObject({ code: 'registry-unreachable' });
  });
});
