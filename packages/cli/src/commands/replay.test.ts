import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ct } from '../__testUtils__/ct';

const rules = `acceptance:
  source: database
  reviewers: [group:default/platform]
  initial:
    - name: release
      references: ['ghcr.io/acme/**']
      mode: enforce
      signers:
        - authority: public-good
          issuer: https://accounts.google.com
          subject: ci@acme-prod.iam.gserviceaccount.com
`;
const id = '9cbe5a7e-8eb4-425b-a347-c143543b256e';
const noCounts = {
  ...{ usages: 7, same: 7, morePermissive: 0, stricter: 0 },
  ...{ newlyDenied: 0, unpredictable: 0 },
};
const nobody = { foreign: [], own: [], isForeignCut: false, isOwnCut: false };
const running = { id, base: 3, state: 'running', done: 0, blockers: [] };
const done = (result: object = {}, blockers: object[] = []) => ({
  ...{ ...running, state: 'done', done: 7, blockers },
  result: { counts: noCounts, groups: [], admitted: nobody, ...result },
});
const group = {
  environment: 'prod',
  before: { verdict: 'untrusted', decision: 'deny', code: 'no-rule' },
  after: { verdict: 'trusted', decision: 'allow', code: 'accepted' },
  usages: 2,
};

describe('ct registry replay', () => {
  let folder: string;
  let server: Server;
  let portal: string;
  let answers: unknown[];
  const requests: { method?: string; url?: string; body: string }[] = [];
  let authorization: string | undefined;

  const listener: RequestListener = (request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += chunk;
    });
    request.on('end', () => {
      const { method, url } = request;
      authorization = request.headers.authorization;
      requests.push({ method, url, body });
      response.statusCode = method === 'POST' ? 202 : 200;
      const answer = answers.shift();
      if (typeof answer === 'number') {
        response.statusCode = answer;
        response.end('{"error":{"message":"needs a \\u001b[31mpermission"}}');
        return;
      }
      response.end(
        typeof answer === 'string' ? answer : JSON.stringify(answer),
      );
    });
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ct-replay-'));
    server = createServer(listener);
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    portal = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    requests.length = 0;
  });

  const replay = (text: string, given: unknown[], ...options: string[]) => {
    const path = join(folder, 'registry.yaml');
    writeFileSync(path, text);
    answers = given;
    return ct(['registry', 'replay', path, '--portal', portal, ...options], {
      env: { T: 'secret' },
    });
  };

  it('S9.3 sends the list alone, waits, and ends with 0 where nothing changes', async () => {
    const given = [running, running, done()];
    const { code, output } = await replay(rules, given, '--token-env', 'T');
    expect(output).toMatch(/against version 3: 7 usages replayed\n/);
    expect(code).toBe(0);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /api/provenance/acceptance/replays',
      `GET /api/provenance/acceptance/replays/${id}`,
      `GET /api/provenance/acceptance/replays/${id}`,
    ]);
    expect(authorization).toBe('Bearer secret');
    const { content } = JSON.parse(requests[0].body);
    expect(Object.keys(content)).toEqual(['rules']);
    expect(content.rules).toMatchObject([{ name: 'release' }]);
  });

  it('S9.3 ends with 1 where something is more permissive, and names it in plain text', async () => {
    const counts = { ...noCounts, same: 5, morePermissive: 2 };
    const foreign = [
      {
        ...{ authority: 'public-good', issuer: 'https://evil.example' },
        ...{ subject: 'ci\u202e@evil.example', environments: ['prod'] },
        usages: 2,
      },
    ];
    const admitted = { ...nobody, foreign };
    const answer = done({ counts, groups: [group], admitted }, [
      { why: ['more-permissive'], text: 'x' },
    ]);
    const { code, output } = await replay(rules, [answer]);
    expect(code).toBe(1);
    expect(output).toContain(
      'prod: 2 usages: untrusted (deny, no-rule) becomes trusted (allow, accepted)',
    );
    expect(output).toContain('newly accepted, foreign: ci\\u{202e}@evil');
    const json = await replay(rules, [answer], '--json');
    expect(JSON.parse(json.output)).toMatchObject({
      command: 'registry replay',
      state: 'done',
      outcome: { counts, groups: [group], foreign },
    });
  });

  it.each([
    ['newly denied', { newlyDenied: 1 }, [], 1],
    ['a blocker that no count shows', {}, ['foreign-identity'], 1],
    ['what cannot be predicted', { unpredictable: 1 }, [], 3],
    [
      'what cannot be predicted where it is enforced',
      {},
      ['cannot-predict'],
      3,
    ],
  ])('S9.3 ends as documented for %s', async (_, counts, why, expected) => {
    const blockers = why.length > 0 ? [{ why, text: 'x' }] : [];
    const answer = done({ counts: { ...noCounts, ...counts } }, blockers);
    expect((await replay(rules, [answer])).code).toBe(expected);
  });

  it.each<[string, unknown]>([
    ['no JSON', 'hello'],
    ['a state that is none', { ...running, state: 'good' }],
    [
      'an id that is a path',
      { ...running, id: '../../../catalog/entities?x=aaaaaaa' },
    ],
    ['a result without counts', done({ counts: {} })],
    ['a negative count', done({ counts: { ...noCounts, usages: -1 } })],
    ['groups that are no list', done({ groups: {} })],
    ['a reason that is none', done({}, [{ why: ['fine'], text: 'x' }])],
    ['done without a result', { ...running, state: 'done' }],
    ['a failure', { ...running, state: 'failed', problem: 'Error' }],
    ['another replay', [running, { ...done(), base: 4 }]],
    ['a refusal', 403],
  ])('S5.1 ends with 3 for %s', async (_, answer) => {
    const { code, output } = await replay(rules, [answer].flat());
    expect(output).toMatch(/^could not tell: /);
    // eslint-disable-next-line no-control-regex
    expect(output).not.toMatch(/\u001b/);
    expect(code).toBe(3);
  });

  it.each([
    ['an unknown field', rules.replace('mode:', 'moed:'), /moed: unknown key/],
    ['a repeated key', `${rules}  initial: []\n`, /registry\.yaml: /],
    ['a stray', `${rules}acceptence: {}\n`, /did you mean "acceptance"/],
  ])('asks nobody about %s', async (_, text, message) => {
    const { code, words } = await replay(text, []);
    expect(words).toMatch(message);
    expect(code).toBe(64);
    expect(requests).toEqual([]);
  });

  it('asks nobody without a portal, or where the token would travel in the open', async () => {
    const path = join(folder, 'registry.yaml');
    writeFileSync(path, rules);
    const args = ['registry', 'replay', path];
    expect(await ct(args)).toMatchObject({
      code: 64,
      words: expect.stringContaining('--portal is missing'),
    });
    expect(
      await ct([...args, '--portal', 'http://portal.example']),
    ).toMatchObject({ code: 64 });
  });
});
