import { pushImage } from '../images';
import { startRegistry, type Registry, type RegistryAuthentication } from '.';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const accounts = [
  { username: 'ci', password: 'right', repositories: ['team/**'] },
  { username: 'robot', password: 'long', identityToken: 'refresh-me' },
  { username: 'builder', password: 'push', mayPush: true },
];

describe('a registry in which one has to sign in', () => {
  let registry: Registry;
  let time: number;

  async function start(
    changes: Partial<RegistryAuthentication> = {},
    tokenPort?: number,
  ) {
    time = Date.parse('2026-03-01T12:00:00Z');
    registry = await startRegistry({
      authentication: {
        scheme: 'bearer',
        accounts,
        anonymous: ['open/*'],
        tokenSeconds: 60,
        clock: { now: () => new Date(time) },
        ...changes,
      },
      tokenPort,
    });
    for (const name of ['team/app', 'other/app', 'open/app'])
      pushImage(registry.repository(name), { tag: '1' });
  }

  const read = (name: string, authorization?: string, method = 'GET') =>
    fetch(`http://${registry.host}/v2/${name}/manifests/1`, {
      method,
      headers: authorization ? { authorization } : {},
    });

  async function token(
    name: string,
    init: RequestInit & { actions?: string } = {},
  ) {
    const scope = `repository:${name}:${init.actions ?? 'pull'}`;
    const response = await fetch(
      `http://${registry.tokenHost}/token?service=s&scope=${scope}`,
      init,
    );
    const { token: given } = await response.json();
    return { status: response.status, bearer: `Bearer ${given}` };
  }

  const as = (text: string) => ({ headers: { authorization: basic(text) } });

  afterEach(() => registry.close());

  it('Basic: lets accounts read what is theirs, and anybody what is open', async () => {
    await start({ scheme: 'basic' });
    const refused = await read('team/app');
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe(
      'Basic realm="sandbox"',
    );
    expect((await read('team/app', basic('ci:right'))).status).toBe(200);
    expect((await read('team/app', basic('ci:wrong'))).status).toBe(401);
    expect((await read('other/app', basic('ci:right'))).status).toBe(401);
    expect((await read('open/app')).status).toBe(200);
    expect((await fetch(`http://${registry.host}/v2/`)).status).toBe(401);
    const door = await fetch(`http://${registry.host}/v2/`, as('ci:right'));
    expect(door.status).toBe(200);
  });

  it('Bearer: says where tokens are, at a host of its own where it has one', async () => {
    await start({}, 0);
    expect(registry.tokenHost).not.toBe(registry.host);
    const { headers } = await read('team/app');
    expect(headers.get('www-authenticate')).toBe(
      `Bearer realm="http://${registry.tokenHost}/token",service="sandbox-registry",scope="repository:team/app:pull"`,
    );
    const { bearer } = await token('team/app', as('ci:right'));
    expect((await read('team/app', bearer)).status).toBe(200);
    expect((await fetch(`http://${registry.tokenHost}/other`)).status).toBe(
      404,
    );
  });

  it('a token opens its own repository, for its own action, while it lives', async () => {
    await start();
    const { bearer } = await token('team/app', as('ci:right'));
    expect((await read('team/app', bearer)).status).toBe(200);
    expect((await read('open/app', bearer)).status).toBe(401);
    expect((await read('team/app', bearer, 'DELETE')).status).toBe(401);
    time += 60_000;
    expect((await read('team/app', bearer)).status).toBe(401);
  });

  it('grants no more than an account may', async () => {
    await start();
    const all = { actions: 'pull,push' };
    const reader = await token('other/app', { ...as('ci:right'), ...all });
    expect(reader.status).toBe(200);
    expect((await read('other/app', reader.bearer)).status).toBe(401);
    const writer = await token('other/app', { ...as('builder:push'), ...all });
    expect((await read('other/app', writer.bearer, 'DELETE')).status).toBe(202);
  });

  it('gives nobody a token for what is open alone', async () => {
    await start();
    const nobody = await token('open/app');
    expect((await read('open/app', nobody.bearer)).status).toBe(200);
    const closed = await token('team/app');
    expect((await read('team/app', closed.bearer)).status).toBe(401);
    expect((await token('team/app', as('ci:wrong'))).status).toBe(401);
  });

  it('takes an identity token by POST, and writes down no secret', async () => {
    await start();
    const ask = (refresh: string) =>
      fetch(`http://${registry.host}/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          service: 's',
          scope: 'repository:team/app:pull',
          refresh_token: refresh,
        }),
      });
    const { access_token: given } = await (await ask('refresh-me')).json();
    expect((await read('team/app', `Bearer ${given}`)).status).toBe(200);
    expect((await ask('stolen')).status).toBe(401);
    expect(registry.tokenQuestions).toEqual([
      {
        method: 'POST',
        grantType: 'refresh_token',
        service: 's',
        scope: 'repository:team/app:pull',
        username: 'robot',
        status: 200,
      },
      expect.objectContaining({ username: undefined, status: 401 }),
    ]);
    expect(JSON.stringify(registry.tokenQuestions)).not.toMatch(
      /refresh-me|stolen/,
    );
  });
});

describe('what did not change', () => {
  it('is not sent again', async () => {
    const registry = await startRegistry();
    pushImage(registry.repository('a/b'), { tag: '1' });
    const url = `http://${registry.host}/v2/a/b/manifests/1`;
    const etag = (await fetch(url)).headers.get('etag')!;
    const headers = { 'if-none-match': etag };
    const again = await fetch(url, { headers });
    expect([again.status, await again.text()]).toEqual([304, '']);
    pushImage(registry.repository('a/b'), { tag: '1', files: { a: 'b' } });
    expect((await fetch(url, { headers })).status).toBe(200);
    await registry.close();
  });
});
