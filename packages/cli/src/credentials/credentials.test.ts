import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Company } from '../__testUtils__/Company';
import { ct } from '../__testUtils__/ct';
import { askHelper, HelperError } from './askHelper';
import { dockerCredentials } from './dockerCredentials';

const secret = 'correct horse battery staple';
const auth = (name = 'bot') =>
  Buffer.from(`${name}:${secret}`).toString('base64');

describe('credentials of Docker', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-docker-'));
  const bin = join(folder, 'bin');
  const env = { DOCKER_CONFIG: folder, PATH: `${bin}:/usr/bin:/bin` };
  const warn = jest.fn();

  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(bin, { recursive: true });
    warn.mockClear();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const configure = (config: unknown) =>
    writeFileSync(
      join(folder, 'config.json'),
      typeof config === 'string' ? config : JSON.stringify(config),
    );

  function helper(name: string, script: string) {
    const path = join(bin, `docker-credential-${name}`);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }

  const find = (registry: string, host = registry) =>
    dockerCredentials(registry, {
      env,
      home: '/nonexistent',
      warn,
    } as never).find({ host, repository: 'acme/a' });

  it.each([
    ['ghcr.io', 'ghcr.io'],
    ['ghcr.io', 'https://ghcr.io'],
    ['ghcr.io', 'https://ghcr.io/v1/'],
    ['docker.io', 'https://index.docker.io/v1/'],
    ['docker.io', 'docker.io'],
    ['localhost:5000', 'localhost:5000'],
  ])('finds %s under %s', async (registry, key) => {
    configure({ auths: { [key]: { auth: auth() } } });
    expect(await find(registry)).toEqual({ username: 'bot', password: secret });
  });

  it.each([
    ['another host', { 'ghcr.io.evil.example': { auth: auth() } }],
    ['a host within', { 'evil-ghcr.io': { auth: auth() } }],
    ['another port', { 'ghcr.io:8443': { auth: auth() } }],
    ['what is no credential', { 'ghcr.io': { auth: 'bm9jb2xvbg==' } }],
    ['an empty entry', { 'ghcr.io': {} }],
    ['a text', { 'ghcr.io': 'x' }],
    ['inherited names', { __proto__: { 'ghcr.io': { auth: auth() } } }],
  ])('finds nothing under %s', async (_, auths) => {
    configure({ auths });
    expect(await find('ghcr.io')).toBeUndefined();
    expect(warn).not.toHaveBeenCalled();
  });

  it('shows a credential to its registry and that one’s token service only', async () => {
    configure({
      auths: {
        'registry.gitlab.com': { auth: auth() },
        'gitlab.com': { auth: auth('other') },
      },
    });
    expect(await find('registry.gitlab.com', 'gitlab.com')).toMatchObject({
      username: 'bot',
    });
    expect(await find('registry.gitlab.com', 'evil.example')).toBeUndefined();
    expect(await find('ghcr.io', 'registry.gitlab.com')).toBeUndefined();
  });

  it('knows identity tokens, and plain fields', async () => {
    configure({
      auths: {
        a: { auth: auth(), identitytoken: 'token' },
        'b.c': { username: 'u', password: 'p' },
      },
    });
    expect(await find('a')).toEqual({ identityToken: 'token' });
    expect(await find('b.c')).toEqual({ username: 'u', password: 'p' });
  });

  it('asks the helper of the host, else the store, and never the file then', async () => {
    const answering = (name: string) =>
      `read server; echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"${name}-$1-$server\\",\\"Secret\\":\\"s\\"}"`;
    helper('mine', answering('mine'));
    helper('store', answering('store'));
    configure({
      auths: { 'ghcr.io': { auth: auth() }, 'quay.io': { auth: auth() } },
      credHelpers: { 'ghcr.io': 'mine' },
      credsStore: 'store',
    });
    expect(await find('ghcr.io')).toEqual({
      username: 'mine-get-ghcr.io',
      password: 's',
    });
    expect(await find('quay.io')).toEqual({
      username: 'store-get-quay.io',
      password: 's',
    });
    expect(await find('docker.io')).toMatchObject({
      username: 'store-get-https://index.docker.io/v1/',
    });
  });

  it('finds in the file what an empty helper takes out of the store', async () => {
    helper('store', 'exit 1');
    configure({
      auths: { 'ghcr.io': { auth: auth() } },
      credHelpers: { 'ghcr.io': '' },
      credsStore: 'store',
    });
    expect(await find('ghcr.io')).toMatchObject({ username: 'bot' });
    expect(warn).not.toHaveBeenCalled();
  });

  it.each(['', '.'])('reads nothing where the home is %j', async home => {
    const cwd = process.cwd();
    mkdirSync(join(folder, '.docker'));
    writeFileSync(join(folder, '.docker/config.json'), 'no JSON');
    process.chdir(folder);
    try {
      const surroundings = { env: {}, home, warn } as never;
      const { find: ask } = dockerCredentials('ghcr.io', surroundings);
      expect(await ask({ host: 'ghcr.io', repository: 'a' })).toBeUndefined();
      expect(warn).not.toHaveBeenCalled();
    } finally {
      process.chdir(cwd);
    }
  });

  it('knows the identity token of a helper, and that it has none', async () => {
    helper('token', `echo '{"Username":"<token>","Secret":"t"}'`);
    helper('none', `echo 'credentials not found in native keychain'; exit 1`);
    configure({ credHelpers: { a: 'token', b: 'none' } });
    expect(await find('a')).toEqual({ identityToken: 't' });
    expect(await find('b')).toBeUndefined();
    expect(warn).not.toHaveBeenCalled();
  });

  it.each([
    ['is not there', 'absent', 'could not be started'],
    ['fails', 'fails', 'failed (3)'],
    ['answers with anything', 'garbage', 'answered with no JSON'],
    ['answers with half', 'half', 'answered with no secret'],
    ['never stops talking', 'endless', 'said too much'],
    ['is a path', '../../bin/sh', 'is none'],
    ['is an order', 'x; touch pwned', 'is none'],
    ['is empty', ' ', 'is none'],
  ])('goes on anonymously where the helper %s', async (_, name, why) => {
    helper('fails', `echo ${auth()}; exit 3`);
    helper('garbage', `echo '${secret}'`);
    helper('half', `echo '{"Username":"u"}'`);
    helper('endless', 'yes');
    configure({ credHelpers: { 'ghcr.io': name } });
    expect(await find('ghcr.io')).toBeUndefined();
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toContain(why);
    expect(warn.mock.calls[0][0]).not.toContain(secret);
    expect(warn.mock.calls[0][0]).not.toContain(auth());
  });

  it('ends a helper that does not answer', async () => {
    helper('slow', 'exec sleep 60');
    await expect(
      askHelper('slow', 'x', { env, timeoutMs: 50 }),
    ).rejects.toThrow(HelperError);
  });

  it.each([
    ['no JSON', `{"auths": {"ghcr.io": {"auth": "${auth()}"`, 'is not JSON'],
    ['too much', ' '.repeat(1024 * 1024 + 1), 'larger than 1 MiB'],
  ])('warns of a file with %s, without its content', async (_, text, why) => {
    configure(text);
    expect(await find('ghcr.io')).toBeUndefined();
    expect(warn.mock.calls).toEqual([[expect.stringContaining(why)]]);
    expect(warn.mock.calls[0][0]).not.toContain(auth());
  });

  it('warns where the file cannot be read', async () => {
    mkdirSync(join(folder, 'config.json'));
    expect(await find('ghcr.io')).toBeUndefined();
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('is a folder'));
  });

  it.each(['basic', 'bearer'] as const)(
    'reads a private image by %s authentication',
    async scheme => {
      const company = await Company.start({
        authentication: {
          scheme,
          accounts: [{ username: 'bot', password: secret }],
        },
      });
      const { reference } = company.image('private');
      const verify = () =>
        ct(['verify', reference, ...company.identity], { env });
      expect((await verify()).code).toBe(3);
      configure({ auths: { [company.registry.host]: { auth: auth() } } });
      const { code, output, words } = await verify();
      expect(code).toBe(0);
      expect(output + words).not.toContain(secret);
      await company.close();
    },
  );
});
