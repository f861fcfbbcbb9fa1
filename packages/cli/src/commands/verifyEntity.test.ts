import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Company, release } from '../__testUtils__/Company';
import { ct } from '../__testUtils__/ct';

const path = '/api/catalog/entities/by-name/component/default/payments';
const acceptance = '/api/provenance/acceptance';

describe('ct verify --entity', () => {
  let company: Company;
  let server: Server;
  let portal: string;
  let answers: Record<string, unknown>;
  const requests: { url?: string; authorization?: string }[] = [];

  beforeAll(async () => {
    company = await Company.start();
    server = createServer((request, response) => {
      const { authorization } = request.headers;
      requests.push({ url: request.url, authorization });
      const answer = answers[request.url ?? ''];
      response.statusCode = answer === undefined ? 404 : 200;
      if (typeof answer === 'string' && answer.startsWith('/')) {
        response.statusCode = 302;
        response.setHeader('location', answer);
      }
      response.setHeader('content-type', 'application/json');
      response.end(
        typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}),
      );
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    portal = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.close();
    await company.close();
  });
  beforeEach(() => {
    requests.length = 0;
    answers = {};
  });

  const entity = (annotation?: unknown) => ({
    ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Component' },
    metadata: {
      name: 'payments',
      ...(annotation !== undefined && {
        annotations: { 'countersign.dev/artifacts': annotation },
      }),
    },
  });
  const names = (...references: string[]) =>
    entity(references.map(one => `- reference: ${one}\n`).join(''));
  const verify = (...options: string[]) =>
    ct(
      [
        ...['verify', '--entity', 'component:payments', '--portal', portal],
        ...options,
      ],
      { env: { T: 'secret' } },
    );
  const allowed = () => ['--allow-host', company.registry.host];

  it('verifies everything that the entity names, with the token and as the worst of it', async () => {
    const good = company.image('payments').reference;
    const bad = company.image('unsigned', 'unsigned').reference;
    answers[path] = names(good);
    const options = [...company.identity, ...allowed(), '--token-env', 'T'];
    const one = await verify(...options);
    expect(one.output).toMatch(/^trusted: /);
    expect(one.code).toBe(0);
    expect(requests).toEqual([{ url: path, authorization: 'Bearer secret' }]);

    answers[path] = names(good, bad);
    const { output, code } = await verify(...options, '--json');
    expect(JSON.parse(output)).toMatchObject({
      ...{ command: 'verify entity', entity: 'component:payments' },
      verdict: 'unsigned',
      artifacts: [
        { reference: good, verdict: 'trusted' },
        { reference: bad, verdict: 'unsigned' },
      ],
    });
    expect(code).toBe(2);
  });

  it('S12.1 speaks to no host that only the entity names', async () => {
    const { reference } = company.image('payments');
    answers[path] = names(reference);
    const before = company.registry.requests.list('acme/payments').length;
    const { output, code } = await verify(...company.identity);
    expect(output).toMatch(/^inconclusive: .*\n.*\(host-not-allowed\)/);
    expect(code).toBe(3);
    expect(company.registry.requests.list('acme/payments')).toHaveLength(
      before,
    );
  });

  it('S5.2 ends with 3 where an item cannot be read, though the others are trusted', async () => {
    const { reference } = company.image('payments');
    answers[path] = entity(`- reference: ${reference}\n- signer: me\n`);
    const options = [...company.identity, ...allowed()];
    const { output, code } = await verify(...options);
    expect(output).toMatch(/^trusted: /);
    expect(output).toContain('(annotation-invalid)');
    expect(code).toBe(3);
  });

  it.each<[string, unknown, RegExp]>([
    ['no such entity', undefined, /shows no entity component:payments/],
    ['an entity that names nothing', entity(), /names no artifact/],
    ['no entity', [1], /not an entity of a catalog/],
    ['no JSON', 'hello', /could not tell/],
    ['a redirect', '/elsewhere', /does not answer/],
    ['too much', 'x'.repeat(5_000_000), /too long/],
  ])('ends with 3 for %s', async (_, answer, message) => {
    answers[path] = answer;
    const { output, code } = await verify(...company.identity, ...allowed());
    expect(output).toMatch(message);
    expect(code).toBe(3);
  });

  const rule = (signer: object, change: object = {}) => ({
    ...{ name: 'release', references: ['**'], mode: 'enforce' },
    ...{ signers: [signer], ...change },
  });
  const { issuer, subject } = release;

  it('S5.3 judges by the rules of the portal, and cannot tell of an authority that it does not know', async () => {
    answers[path] = names(company.image('payments').reference);
    const rules = [rule({ authority: 'acme', issuer, subject })];
    answers[acceptance] = { version: 4, rules };
    const { output, code } = await verify(...allowed());
    expect(output).toContain('(authority-missing)');
    expect(code).toBe(3);
    answers[acceptance] = {
      version: 4,
      rules: [rule({ authority: 'public-good', issuer, subject })],
    };
    expect((await verify(...allowed())).code).toBe(1);
  });

  it.each<[string, unknown]>([
    ['an unknown field', { rules: [rule({ key: 'k' }, { moed: 'off' })] }],
    ['an open pattern', { rules: [rule({ key: 'k' }, { references: [] })] }],
    ['no rules', { version: 1 }],
    ['rules that are none', { rules: [7] }],
    ['nothing', null],
  ])('takes no rules with %s', async (_, answer) => {
    answers[path] = names(company.image('payments').reference);
    answers[acceptance] = answer;
    const { output, code } = await verify(...allowed());
    expect(output).toMatch(/^could not tell: the rules of the portal/);
    expect(code).toBe(3);
  });

  it.each([
    [['verify', '--entity', 'component:a'], '--portal is missing'],
    [['verify', '--entity', 'a b', '--portal', 'x'], 'not like component'],
    [['verify', 'x', '--entity', 'component:a'], 'is another one'],
    [['verify', 'x', '--portal', 'https://p'], 'belongs to --entity'],
    [
      ['verify', '--entity', 'component:a', '--kind', 'package'],
      'exclude each other',
    ],
    [
      [
        'verify',
        '--entity',
        'component:a',
        '--portal',
        'http://portal.example',
      ],
      'begins with https',
    ],
  ])('asks nobody for %j', async (args, message) => {
    const { code, words } = await ct(args);
    expect(words).toContain(message);
    expect(code).toBe(64);
    expect(requests).toEqual([]);
  });
});
