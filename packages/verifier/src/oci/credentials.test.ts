import { inspect } from 'node:util';
import {
  attachBundle,
  pushImage,
  startRegistry,
  toBundle,
  type Registry,
  type RegistryAuthentication,
} from '@countersign/sandbox';
import { ArtifactClient, type ArtifactClientOptions } from '../ArtifactClient';
import { envelope } from '../__testUtils__/minted';
import { atTheEnd, endAll, ManualClock, serve } from '../__testUtils__/serve';
import { outcomeOf, problemOf } from '../__testUtils__/servers';
import { digestOf } from '../encoding';
import { LookError } from '../LookError';
import { parseReference } from '../reference';
import type { RegistryAccess } from './configuredCredentials';
import type { CredentialRequest, CredentialSource } from './CredentialSource';

const account = { username: 'ci', password: 'account-secret' };
const identityToken = 'identity-secret';
const clock = new ManualClock();
let registry: Registry;

afterEach(endAll);

async function start(
  changes: Partial<RegistryAuthentication> = {},
  tokenPort?: number,
) {
  registry = await startRegistry({
    authentication: {
      scheme: 'bearer',
      accounts: [
        { ...account, repositories: ['acme/*'] },
        { username: 'robot', password: 'unused', identityToken },
      ],
      clock,
      ...changes,
    },
    tokenPort,
  });
  atTheEnd(() => registry.close());
  for (const name of ['acme/app', 'acme/other', 'else/app']) {
    const repository = registry.repository(name);
    const { digest } = pushImage(repository, { tag: '1' });
    attachBundle(repository, digest as never, toBundle(envelope()));
  }
}

function clientOf(
  entries: Partial<RegistryAccess>[],
  options: Partial<ArtifactClientOptions> = {},
) {
  const client = new ArtifactClient({
    registries: entries.map(entry => ({
      host: registry.host,
      plainHttp: true,
      ...entry,
    })),
    fileHosts: [],
    clock,
    limits: { retryMs: 1 },
    ...options,
  });
  atTheEnd(() => client.close());
  return client;
}

const image = (name = 'acme/app') =>
  parseReference(`${registry.host}/${name}:1`);

const denied = { code: 'access-denied', origin: 'infrastructure' };

describe('S12.1 what is sent to registries', () => {
  it('asks to read and nothing else, whatever the challenge wants', async () => {
    await start();
    const client = clientOf([account]);
    const digest = await client.resolve(image());
    await client.collect(image(), digest);
    expect(registry.tokenQuestions).toEqual([
      {
        method: 'GET',
        service: 'sandbox-registry',
        scope: 'repository:acme/app:pull',
        username: 'ci',
        status: 200,
      },
    ]);
    expect(
      new Set(registry.requests.list().map(({ method }) => method)),
    ).toEqual(new Set(['GET']));
  });

  it.each([
    ['at the registry', undefined],
    ['at a host of its own', 0],
  ])('buys a token with an identity token, %s', async (_, tokenPort) => {
    await start({}, tokenPort);
    const client = clientOf(
      tokenPort === undefined
        ? [{ identityToken }]
        : [{ identityToken }, { identityToken, host: registry.tokenHost }],
    );
    await client.resolve(image());
    expect(registry.tokenQuestions).toEqual([
      {
        method: 'POST',
        grantType: 'refresh_token',
        service: 'sandbox-registry',
        scope: 'repository:acme/app:pull',
        username: 'robot',
        status: 200,
      },
    ]);
    const schemes = registry.requests.list().map(one => one.authorization);
    expect(schemes).not.toContain('Basic');
  });

  it('an identity token is no answer to Basic', async () => {
    await start({ scheme: 'basic' });
    const client = clientOf([{ identityToken }]);
    expect(await problemOf(client.resolve(image()))).toMatchObject(denied);
    expect(await clientOf([account]).resolve(image())).toMatch(/^sha256:/);
  });

  it('an identity token that nobody takes is access-denied', async () => {
    await start();
    const client = clientOf([{ identityToken: 'expired' }]);
    expect(await problemOf(client.resolve(image()))).toMatchObject(denied);
  });

  it('S12.2 an identity token does not follow a redirect of the token service', async () => {
    await start();
    const bodies: string[] = [];
    const thief = await serve((request, response) => {
      request.on('data', chunk => bodies.push(String(chunk)));
      request.on('end', () => response.end('{"token":"x"}'));
    });
    const service = await serve((_, response) =>
      response.writeHead(307, { location: `http://${thief}/token` }).end(),
    );
    const host = await serve((_, response) =>
      response
        .writeHead(401, {
          'www-authenticate': `Bearer realm="http://${service}/token"`,
        })
        .end(),
    );
    const client = clientOf([
      { host, identityToken },
      { host: service, identityToken },
      { host: thief, identityToken },
    ]);
    expect(
      await problemOf(client.resolve(parseReference(`${host}/acme/app:1`))),
    ).toMatchObject({ code: 'registry-unreachable', origin: 'infrastructure' });
    expect(bodies).toEqual([]);
  });
});

describe('tokens', () => {
  const questions = () => registry.tokenQuestions.length;

  it('are kept for half of their life', async () => {
    await start({ tokenSeconds: 100 });
    const client = clientOf([account]);
    for (let i = 0; i < 3; i++) await client.resolve(image());
    expect(questions()).toBe(1);
    clock.pass(49_000);
    await client.resolve(image());
    expect(questions()).toBe(1);
    clock.pass(2_000);
    await client.resolve(image());
    expect(questions()).toBe(2);
  });

  it('are bought anew once, where the registry takes one no more', async () => {
    let valid = 1;
    let bought = 0;
    const tokens: (string | undefined)[] = [];
    const host: string = await serve((request, response) => {
      const { url = '', headers } = request;
      if (url.startsWith('/token')) {
        response.end(
          JSON.stringify({ token: `t${++bought}`, expires_in: 900 }),
        );
        return;
      }
      tokens.push(headers.authorization);
      if (headers.authorization === `Bearer t${valid}`)
        response.end('{"schemaVersion":2,"layers":[]}');
      else
        response
          .writeHead(401, {
            'www-authenticate': `Bearer realm="http://${host}/token"`,
          })
          .end();
    });
    await start();
    const client = clientOf([{ host }]);
    const reference = parseReference(`${host}/acme/app:1`);
    await client.resolve(reference);
    valid = 2;
    await client.resolve(reference);
    expect(tokens).toEqual([undefined, 'Bearer t1', 'Bearer t1', 'Bearer t2']);
    valid = 99;
    expect(await problemOf(client.resolve(reference))).toMatchObject(denied);
    expect(tokens.slice(4)).toEqual(['Bearer t2', 'Bearer t3']);
  });

  it('are bought for one credential each, and serve no other', async () => {
    await start();
    const given: CredentialSource = {
      find: async ({ entity }) =>
        entity === 'component:default/a' ? account : undefined,
    };
    const client = clientOf([{}], { credentials: given });
    const a = { entity: 'component:default/a' };
    const b = { entity: 'component:default/b' };
    await client.resolve(image(), a);
    expect(await problemOf(client.resolve(image(), b))).toMatchObject(denied);
    await client.resolve(image(), a);
    expect(await problemOf(client.resolve(image(), b))).toMatchObject(denied);
    // Nobody's token opens nothing, so it is bought anew the second time.
    expect(registry.tokenQuestions.map(({ username }) => username)).toEqual([
      'ci',
      undefined,
      undefined,
    ]);
  });
});

describe('S12.1 which credential serves', () => {
  it('is the first that is bound to the repository and the entity', async () => {
    await start();
    const client = clientOf([
      { ...account, repositories: ['acme/other'] },
      { ...account, username: 'wrong', entities: ['Group:default/Team'] },
      { identityToken },
    ]);
    await client.resolve(image('acme/other'));
    await client.resolve(image());
    expect(
      await problemOf(
        client.resolve(image(), { entity: 'group:default/team' }),
      ),
    ).toMatchObject(denied);
    expect(
      registry.tokenQuestions.map(({ username, status }) => [username, status]),
    ).toEqual([
      ['ci', 200],
      ['robot', 200],
      [undefined, 401],
    ]);
  });

  it('is none for a look that is for no entity, where it is bound to some', async () => {
    await start();
    const client = clientOf([{ ...account, entities: ['group:default/team'] }]);
    expect(await problemOf(client.resolve(image()))).toMatchObject(denied);
    expect(registry.tokenQuestions.map(({ username }) => username)).toEqual([
      undefined,
    ]);
  });

  it('gives nothing of what another one read', async () => {
    await start();
    const client = clientOf([{ ...account, entities: ['group:default/a'] }]);
    const a = { entity: 'group:default/a' };
    const digest = await client.resolve(image(), a);
    const mine = await client.collect(image(), digest, a);
    expect(mine.materials).toHaveLength(1);
    const others = await client.collect(image(), digest, {
      entity: 'group:default/b',
    });
    expect(others.materials).toEqual([]);
    expect(others.collection.sources).toEqual(
      others.collection.sources.map(({ source }) => ({
        source,
        status: 'failed',
        cause: expect.objectContaining(denied),
      })),
    );
  });

  it('gives no layer that another one read, where the manifests are open to all', async () => {
    await start();
    const layer = Buffer.from(JSON.stringify(toBundle(envelope())));
    const type = 'application/vnd.dev.sigstore.bundle.v0.3+json';
    const described = { mediaType: type, size: layer.length };
    const attached = JSON.stringify({
      schemaVersion: 2,
      layers: [{ ...described, digest: digestOf(layer) }],
    });
    const subject = digestOf('{"schemaVersion":2,"layers":[]}');
    const host = await serve((request, response) => {
      const { url = '', headers } = request;
      if (url.endsWith(subject) && url.includes('/manifests/'))
        response.end('{"schemaVersion":2,"layers":[]}');
      else if (url.endsWith('.sig')) response.end(attached);
      else if (!url.includes('/blobs/')) response.writeHead(404).end();
      else if (headers.authorization) response.end(layer);
      else
        response
          .writeHead(401, { 'www-authenticate': 'Basic realm="r"' })
          .end();
    });
    const client = clientOf([{ host, ...account, entities: ['a:default/a'] }]);
    const look = (entity: string) =>
      client.collect(parseReference(`${host}/acme/app@${subject}`), subject, {
        entity,
      });
    expect((await look('a:default/a')).materials).toHaveLength(1);
    const others = await look('b:default/b');
    expect(others.materials).toEqual([]);
    expect(outcomeOf(others.collection, 'cosign-sig-tag')).toMatchObject({
      cause: denied,
    });
  });

  it('is asked for once in a look, by exact host, repository and entity', async () => {
    await start({}, 0);
    const asked: CredentialRequest[] = [];
    const credentials: CredentialSource = {
      find: async request => {
        asked.push(request);
        return account;
      },
    };
    const client = clientOf([{}, { host: registry.tokenHost }], {
      credentials,
    });
    const entity = 'component:default/app';
    await client.collect(image(), await client.resolve(image()), { entity });
    const repository = 'acme/app';
    expect(asked).toEqual([
      { host: registry.host, repository },
      { host: registry.tokenHost, repository },
      { host: registry.host, repository, entity },
      { host: registry.tokenHost, repository, entity },
    ]);
  });

  it('is not asked for by the name of a host that is not in the list', async () => {
    await start();
    const asked: string[] = [];
    const host = await serve((_, response) =>
      response
        .writeHead(401, {
          'www-authenticate': 'Bearer realm="http://other.test/token"',
        })
        .end(),
    );
    const credentials: CredentialSource = {
      find: async request => {
        asked.push(request.host);
        return account;
      },
    };
    const client = clientOf([{ host }], { credentials });
    expect(
      await problemOf(client.resolve(parseReference(`${host}/acme/app:1`))),
    ).toMatchObject({ code: 'host-not-allowed', origin: 'configuration' });
    expect(asked).toEqual([host]);
  });

  it('fails closed, and quietly, where the source fails', async () => {
    await start({ anonymous: ['**'] });
    const credentials: CredentialSource = {
      find: async () => {
        throw new Error('helper said: account-secret');
      },
    };
    const client = clientOf([{}], { credentials });
    const error = await client.resolve(image()).catch(caught => caught);
    expect(error.problem).toMatchObject(denied);
    expect(inspect(error, { depth: 9 })).not.toContain('account-secret');
    const { collection } = await client.collect(
      image(),
      `sha256:${'a'.repeat(64)}`,
    );
    expect(collection.sources).not.toContainEqual(
      expect.objectContaining({ status: 'absent' }),
    );
    expect(registry.requests.list()).toEqual([]);
  });

  it('and says what a source itself says is wrong', async () => {
    await start();
    const cause = { ...denied, message: 'the key ring is locked' } as const;
    const credentials: CredentialSource = {
      find: async () => {
        throw new LookError(cause as never);
      },
    };
    const client = clientOf([{}], { credentials });
    expect(await problemOf(client.resolve(image()))).toEqual(cause);
  });
});

describe('S12.2 secrets', () => {
  it('are in no message, cause, collection or line of a log, whatever goes wrong', async () => {
    const secrets = [
      account.password,
      identityToken,
      Buffer.from(`ci:${account.password}`).toString('base64'),
      'bought-secret',
      'signed-secret',
    ];
    const lines: string[] = [];
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
      jest
        .spyOn(console, method)
        .mockImplementation((...words) => lines.push(inspect(words)));
    for (const stream of [process.stdout, process.stderr])
      jest.spyOn(stream, 'write').mockImplementation(text => {
        lines.push(String(text));
        return true;
      });
    const said: string[] = [];
    await start();
    for (const credential of [account, { identityToken }])
      for (const tokenAnswer of [
        '{"token":"bought-secret"}',
        '{"token":"bought-secret\\n"}',
        'bought-secret',
      ])
        for (const status of [200, 307, 401, 403, 404, 429, 500]) {
          const host: string = await serve((request, response) => {
            if (request.url?.startsWith('/token')) response.end(tokenAnswer);
            else if (request.headers.authorization === undefined)
              response
                .writeHead(401, {
                  'www-authenticate': `Bearer realm="http://${host}/token"`,
                })
                .end();
            else
              response
                .writeHead(status, {
                  location: 'http://127.0.0.9:1/blob?sig=signed-secret',
                })
                .end('account-secret');
          });
          const client = clientOf([{ host, ...credential }]);
          const reference = parseReference(`${host}/acme/app:1`);
          const error = await client.resolve(reference).catch(caught => caught);
          expect(error).toBeInstanceOf(LookError);
          const { collection } = await client.collect(
            reference,
            `sha256:${'a'.repeat(64)}`,
          );
          said.push(inspect(error, { depth: 9 }), JSON.stringify(collection));
          said.push(inspect(client, { depth: 9, showHidden: true }));
        }
    jest.restoreAllMocks();
    expect(said.length).toBeGreaterThan(100);
    for (const secret of secrets) {
      const found = [...said, ...lines].find(text => text.includes(secret));
      expect(found).toBeUndefined();
    }
  });
});
