import {
  pushImage,
  startRegistry,
  type Registry,
  type RegistryAuthentication,
} from '@countersign/sandbox';
import { ArtifactClient, type ArtifactClientOptions } from './ArtifactClient';
import { atTheEnd, endAll, ManualClock, serve } from './__testUtils__/serve';
import { problemOf } from './__testUtils__/servers';
import type { HostContact } from './http';
import { parseReference } from './reference';

const clock = new ManualClock();
const account = { username: 'ci', password: 'secret' };

afterEach(endAll);

function clientOf(
  hosts: string[],
  options: Partial<ArtifactClientOptions> = {},
) {
  const client = new ArtifactClient({
    registries: hosts.map(host => ({ host, plainHttp: true })),
    fileHosts: [],
    clock,
    ...options,
    limits: { retries: 0, retryMs: 1, ...options.limits },
  });
  atTheEnd(() => client.close());
  return client;
}

/** How one look at an image went, as the HTTP layer saw it, and what came of it. */
async function look(client: ArtifactClient, host: string) {
  const contacts: HostContact[] = [];
  const reference = parseReference(`${host}/acme/app:1`);
  const code = await client
    .resolve(reference, { onContact: contact => contacts.push(contact) })
    .then(
      () => 'resolved',
      error => error.problem.code,
    );
  return { code, contacts };
}

async function start(authentication?: Partial<RegistryAuthentication>) {
  const registry: Registry = await startRegistry({
    ...(authentication && {
      authentication: {
        scheme: 'bearer',
        accounts: [{ ...account, repositories: ['acme/*'] }],
        clock,
        ...authentication,
      },
      tokenPort: 0,
    }),
  });
  atTheEnd(() => registry.close());
  pushImage(registry.repository('acme/app'), { tag: '1' });
  return registry;
}

describe('which hosts were asked in a look, and whether they answered', () => {
  it.each([401, 403, 404, 418, 501])(
    '%s is an answer of the host, whatever comes of the look',
    async status => {
      const host = await serve((_, response) =>
        response.writeHead(status).end(),
      );
      const { code, contacts } = await look(clientOf([host]), host);
      expect(code).not.toBe('resolved');
      expect(contacts).toEqual([{ host }]);
    },
  );

  it.each([
    [429, 'rate-limited'],
    [500, 'registry-unreachable'],
    [503, 'registry-unreachable'],
  ] as const)('%s is a failure of the host', async (status, code) => {
    const host = await serve((_, response) => response.writeHead(status).end());
    const { contacts } = await look(clientOf([host]), host);
    expect(contacts).toEqual([
      { host, failure: expect.objectContaining({ code }) },
    ]);
  });

  it('a connection that breaks is a failure, and so is a host that is left alone after many', async () => {
    const host = await serve(request => request.socket.resetAndDestroy());
    const client = clientOf([host], { limits: { breakerFailures: 1 } });
    const failed = {
      host,
      failure: expect.objectContaining({ code: 'registry-unreachable' }),
    };
    expect((await look(client, host)).contacts).toEqual([failed]);
    expect((await look(client, host)).contacts).toEqual([failed]);
  });

  it('a host that lets the whole time run out failed', async () => {
    const host = await serve(() => undefined);
    const client = clientOf([host], { limits: { lookMs: 30 } });
    expect((await look(client, host)).contacts).toEqual([
      {
        host,
        failure: expect.objectContaining({ code: 'registry-unreachable' }),
      },
    ]);
  });

  it('nobody was asked where the source of credentials failed', async () => {
    const asked: string[] = [];
    const host = await serve(request => asked.push(request.url ?? ''));
    const client = clientOf([host], {
      credentials: {
        find: async () => {
          throw new Error('the catalog does not answer');
        },
      },
    });
    expect(await look(client, host)).toEqual({
      code: 'access-denied',
      contacts: [],
    });
    expect(asked).toEqual([]);
  });

  it.each([
    ['is not allowed', []],
    ['has an address that is never contacted', ['169.254.169.254']],
  ])('nobody was asked at a host that %s', async (_, hosts) => {
    const [host = '127.0.0.1:9'] = hosts;
    const client = clientOf(hosts);
    expect(await look(client, host)).toEqual({
      code: 'host-not-allowed',
      contacts: [],
    });
  });

  it('a registry that redirects to where nobody may go answered', async () => {
    const host = await serve((_, response) =>
      response.writeHead(307, { location: 'http://127.0.0.2:1/' }).end(),
    );
    expect(await look(clientOf([host]), host)).toEqual({
      code: 'host-not-allowed',
      contacts: [{ host }],
    });
  });

  it('a token service that is down is named, and the registry that asks for its token answered', async () => {
    const dead = await serve((_, response) => response.writeHead(503).end());
    const host = await serve((_, response) =>
      response
        .writeHead(401, {
          'www-authenticate': `Bearer realm="http://${dead}/token",service="x"`,
        })
        .end(),
    );
    const { code, contacts } = await look(clientOf([host, dead]), host);
    expect(code).toBe('registry-unreachable');
    expect(contacts).toEqual([
      { host },
      {
        host: dead,
        failure: {
          code: 'registry-unreachable',
          origin: 'infrastructure',
          message: expect.stringContaining(`${dead} answered 503`),
        },
      },
    ]);
  });

  it('both are named where both answer', async () => {
    const { host, tokenHost } = await start({});
    const client = new ArtifactClient({
      registries: [
        { host, plainHttp: true, ...account },
        { host: tokenHost, plainHttp: true, ...account },
      ],
      fileHosts: [],
      clock,
    });
    atTheEnd(() => client.close());
    expect(await look(client, host)).toEqual({
      code: 'resolved',
      contacts: [{ host }, { host: tokenHost }],
    });
  });

  it('the name is that of the reference, whatever the port is on the wire', async () => {
    const client = clientOf(['127.0.0.1:80'], { limits: { lookMs: 2_000 } });
    const reference = parseReference('127.0.0.1:80/acme/app:1');
    const contacts: HostContact[] = [];
    await problemOf(
      client.resolve(reference, { onContact: one => contacts.push(one) }),
    );
    expect(contacts.map(one => one.host)).toEqual([reference.host]);
  });
});
