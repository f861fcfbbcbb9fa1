import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { ArtifactClient } from '../ArtifactClient';
import { digestOf } from '../encoding';
import { LookError } from '../LookError';
import { parseReference } from '../reference';
import type { RegistryAccess } from './configuredCredentials';

const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, layers: [] }));
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const ends: (() => Promise<void>)[] = [];
let time = Date.parse('2026-03-01T12:00:00Z');

async function serve(handler: Handler): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  ends.push(
    () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientOf(...registries: RegistryAccess[]) {
  const client = new ArtifactClient({
    registries: registries.map(entry => ({ plainHttp: true, ...entry })),
    fileHosts: [],
    clock: { now: () => new Date(time) },
    limits: { retryMs: 1 },
  });
  ends.push(async () => client.close());
  return client;
}

const resolve = (client: ArtifactClient, host: string, name = 'acme/app') =>
  client.resolve(parseReference(`${host}/${name}:v1`));

async function problemOf(answer: Promise<unknown>) {
  const error = await answer.then(
    () => undefined,
    caught => caught,
  );
  expect(error).toBeInstanceOf(LookError);
  return (error as LookError).problem;
}

/** A registry that gives tokens itself, and remembers what it was sent. */
async function tokenRegistry(
  options: {
    realm?: () => string;
    answer?: object | string;
    challenge?: string;
  } = {},
) {
  const seen: { path: string; authorization?: string }[] = [];
  const host: string = await serve((request, response) => {
    const path = request.url ?? '';
    const { authorization } = request.headers;
    seen.push({ path, ...(authorization && { authorization }) });
    if (path.startsWith('/token')) {
      const answer = options.answer ?? { token: 'abc', expires_in: 300 };
      response.end(
        typeof answer === 'string' ? answer : JSON.stringify(answer),
      );
    } else if (
      authorization === 'Bearer abc' ||
      authorization === basic('robot:secret')
    ) {
      response.end(manifest);
    } else {
      const realm = options.realm?.() ?? `http://${host}/token`;
      response
        .writeHead(401, {
          'www-authenticate':
            options.challenge ??
            `Bearer realm="${realm}",service="reg",scope="repository:acme/app:pull,push"`,
        })
        .end();
    }
  });
  return { host, seen };
}

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describe('tokens', () => {
  it('asks anonymously, with the scope pull alone', async () => {
    const { host, seen } = await tokenRegistry();
    expect(await resolve(clientOf({ host }), host)).toBe(digestOf(manifest));
    expect(seen).toEqual([
      { path: '/v2/acme/app/manifests/v1' },
      { path: '/token?service=reg&scope=repository%3Aacme%2Fapp%3Apull' },
      { path: '/v2/acme/app/manifests/v1', authorization: 'Bearer abc' },
    ]);
  });

  it('keeps a token for half of its life, per repository', async () => {
    const { host, seen } = await tokenRegistry();
    const client = clientOf({ host });
    await resolve(client, host);
    await resolve(client, host);
    expect(seen).toHaveLength(4);
    await resolve(client, host, 'acme/other');
    expect(seen).toHaveLength(7);
    time += 151_000;
    await resolve(client, host);
    expect(seen).toHaveLength(10);
  });

  it('S12.1 sends a credential to the token service of its own host', async () => {
    const { host, seen } = await tokenRegistry();
    await resolve(
      clientOf({ host, username: 'robot', password: 'secret' }),
      host,
    );
    expect(seen.map(({ authorization }) => authorization)).toEqual([
      undefined,
      basic('robot:secret'),
      'Bearer abc',
    ]);
  });

  it('S12.1 sends no credential to the token service of another host', async () => {
    const service = await tokenRegistry();
    const { host } = await tokenRegistry({
      realm: () => `http://${service.host}/token`,
    });
    await resolve(
      clientOf(
        { host, username: 'robot', password: 'secret' },
        { host: service.host },
      ),
      host,
    );
    expect(service.seen).toHaveLength(1);
    expect(service.seen[0]).not.toHaveProperty('authorization');
  });

  it('S12.1 a registry that names the token service of another gets no token for it', async () => {
    const victim = await tokenRegistry();
    const { host } = await tokenRegistry({
      realm: () => `http://${victim.host}/token`,
    });
    const bound = { host: victim.host, username: 'robot', password: 'secret' };
    await resolve(clientOf({ host }, bound), host);
    expect(victim.seen[0]).not.toHaveProperty('authorization');
    await resolve(
      clientOf({ host, username: 'other', password: 'secret' }, bound),
      host,
    );
    expect(victim.seen[1]).not.toHaveProperty('authorization');
  });

  it('S12.1 a token service on another host is asked with the credential that is bound to both', async () => {
    const service = await tokenRegistry();
    const { host } = await tokenRegistry({
      realm: () => `http://${service.host}/token`,
    });
    const credential = { username: 'robot', password: 'secret' };
    await resolve(
      clientOf({ host, ...credential }, { host: service.host, ...credential }),
      host,
    );
    expect(service.seen[0]).toMatchObject({
      authorization: basic('robot:secret'),
    });
  });

  it('S5.4 signs in where a registry hides from strangers instead of asking who they are', async () => {
    const paths: string[] = [];
    const host = await serve((request, response) => {
      const { url = '', headers } = request;
      paths.push(url);
      if (headers.authorization === basic('robot:secret'))
        response.end(manifest);
      else if (url === '/v2/')
        response
          .writeHead(401, { 'www-authenticate': 'Basic realm="r"' })
          .end();
      else response.writeHead(404).end();
    });
    const credential = { username: 'robot', password: 'secret' };
    expect(await resolve(clientOf({ host, ...credential }), host)).toBe(
      digestOf(manifest),
    );
    const path = '/v2/acme/app/manifests/v1';
    expect(paths.splice(0)).toEqual([path, '/v2/', path]);
    expect(await problemOf(resolve(clientOf({ host }), host))).toMatchObject({
      code: 'artifact-not-found',
    });
    expect(paths).toEqual([path]);
  });

  it('believes 404 from a registry that asks nobody', async () => {
    const host = await serve((request, response) =>
      response.writeHead(request.url === '/v2/' ? 200 : 404).end(),
    );
    const client = clientOf({ host, username: 'robot', password: 'secret' });
    expect(await problemOf(resolve(client, host))).toMatchObject({
      code: 'artifact-not-found',
    });
  });

  it('S12.1 serves only the repositories that a credential is bound to', async () => {
    const { host, seen } = await tokenRegistry({
      challenge: 'Basic realm="r"',
    });
    const client = clientOf({
      host,
      username: 'robot',
      password: 'secret',
      repositories: ['acme/*'],
    });
    expect(await resolve(client, host)).toBe(digestOf(manifest));
    expect(await problemOf(resolve(client, host, 'other/app'))).toMatchObject({
      code: 'access-denied',
    });
    expect(
      await problemOf(resolve(client, host, 'acme/app/deeper')),
    ).toMatchObject({ code: 'access-denied' });
    expect(seen.filter(({ authorization }) => authorization)).toHaveLength(1);
  });

  it.each([
    [
      'a realm at a host that is not in the list',
      { realm: () => 'http://127.0.0.2:1/token' },
      'host-not-allowed',
    ],
    [
      'a realm at a metadata service',
      { realm: () => 'http://169.254.169.254/token' },
      'host-not-allowed',
    ],
    ['a realm that is none', { realm: () => 'token' }, 'access-denied'],
    ['no realm', { challenge: 'Bearer service="x"' }, 'access-denied'],
    ['a scheme that nobody knows', { challenge: 'Negotiate' }, 'access-denied'],
    ['an answer that is no JSON', { answer: '<html>' }, 'access-denied'],
    ['an answer without a token', { answer: {} }, 'access-denied'],
    [
      'a token with a line break',
      { answer: { token: 'a\r\nx: y' } },
      'access-denied',
    ],
    [
      'a token that does not serve',
      { answer: { token: 'other' } },
      'access-denied',
    ],
  ])('S12.2 %s', async (_, options, code) => {
    const { host } = await tokenRegistry(options);
    expect(await problemOf(resolve(clientOf({ host }), host))).toMatchObject({
      code,
    });
  });

  it.each([
    [403, 'access-denied'],
    [429, 'rate-limited'],
    [500, 'registry-unreachable'],
  ])('S5.1 a token service that answers %s', async (status, code) => {
    const service = await serve((_, response) =>
      response.writeHead(status).end(),
    );
    const { host } = await tokenRegistry({
      realm: () => `http://${service}/token`,
    });
    expect(
      await problemOf(resolve(clientOf({ host }, { host: service }), host)),
    ).toMatchObject({
      code,
      origin: 'infrastructure',
    });
  });

  it('S12.2 does not answer the challenge of a host that it was redirected to', async () => {
    const other = await tokenRegistry({ challenge: 'Basic realm="give"' });
    const host = await serve((_, response) =>
      response.writeHead(307, { location: `http://${other.host}/blob` }).end(),
    );
    const client = clientOf(
      { host, username: 'robot', password: 'secret' },
      { host: other.host, username: 'robot', password: 'secret' },
    );
    expect(await problemOf(resolve(client, host))).toMatchObject({
      code: 'access-denied',
    });
    expect(other.seen).toEqual([{ path: '/blob' }]);
  });

  it('never says a secret', async () => {
    const { host } = await tokenRegistry({ answer: '<html>' });
    const client = clientOf({ host, username: 'robot', password: 'secret' });
    const problem = await problemOf(resolve(client, host));
    expect(JSON.stringify(problem)).not.toMatch(/secret|cm9ib3Q/);
  });
});

describe('pages of referrers', () => {
  const subject = digestOf(manifest);
  const index =
    (link?: string): Handler =>
    (request, response) => {
      const path = request.url ?? '';
      if (path.includes('/referrers/')) {
        if (link) response.setHeader('link', link);
        response.end(
          JSON.stringify({
            schemaVersion: 2,
            mediaType: 'application/vnd.oci.image.index.v1+json',
            manifests: [],
          }),
        );
      } else if (path.endsWith(subject)) {
        response.end(manifest);
      } else {
        response.writeHead(404).end();
      }
    };

  it.each([
    [
      'another host',
      '<http://127.0.0.2:1/v2/acme/app/referrers/x>; rel="next"',
      'registry-unreachable',
    ],
    ['no address', '<http://>; rel="next"', 'registry-unreachable'],
    [
      'a page that is not there',
      '</v2/acme/app/gone>; rel="next"',
      'registry-unreachable',
    ],
  ])('the next one is %s', async (_, link, code) => {
    const host = await serve(index(link));
    const { collection } = await clientOf({ host }).collect(
      parseReference(`${host}/acme/app:v1`),
      subject,
    );
    expect(collection.sources).toContainEqual(
      expect.objectContaining({
        source: 'referrers-api',
        status: 'failed',
        cause: expect.objectContaining({ code }),
      }),
    );
  });

  it('without end', async () => {
    const host = await serve(
      index(`</v2/acme/app/referrers/${subject}?n=1>; rel="next"`),
    );
    const { collection } = await clientOf({ host }).collect(
      parseReference(`${host}/acme/app:v1`),
      subject,
    );
    expect(collection.sources).toContainEqual({
      source: 'referrers-api',
      status: 'limited',
      limit: 'referrerPages',
    });
  });
});
