import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ct } from '../__testUtils__/ct';

const hash = 'a'.repeat(64);
const other = 'b'.repeat(64);
const head = { sequence: 7, hash };
const whole = {
  status: 'whole',
  message: 'consistent in itself; no proof against a database administrator',
  head,
  unsealed: 0,
};

describe('ct integrity', () => {
  let server: Server;
  let portal: string;
  let answer: RequestListener;
  const requests: { url?: string; authorization?: string }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { authorization } = request.headers;
      requests.push({ url: request.url, authorization });
      answer(request, response);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    portal = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    requests.length = 0;
  });

  const says = (...bodies: unknown[]) => {
    answer = (_request, response) =>
      response.end(
        JSON.stringify(bodies.length > 1 ? bodies.shift() : bodies[0]),
      );
  };

  it('S10.2 ends with 0 where the log is whole, and prints the head to note', async () => {
    says(whole);
    const { code, output } = await ct(['integrity', `${portal}/`]);
    expect(code).toBe(0);
    expect(output).toBe(`${whole.message}\n  head       7:${hash}\n`);
    expect(requests).toEqual([
      { url: '/api/provenance/integrity', authorization: undefined },
    ]);
  });

  it('S10.2 hands over the noted head and the token, and goes on to the end', async () => {
    const next = { ...whole, status: 'unfinished', next: `3:${other}` };
    says(next, whole);
    const { code } = await ct(
      ['integrity', `${portal}/x`, '--head', `5:${hash}`, '--token-env', 'T'],
      { env: { T: 'secret' } },
    );
    expect(code).toBe(0);
    const known = `/x/api/provenance/integrity?sequence=5&hash=${hash}`;
    expect(requests).toEqual([
      { url: known, authorization: 'Bearer secret' },
      { url: `${known}&after=3%3A${other}`, authorization: 'Bearer secret' },
    ]);
  });

  it('S10.2 ends with 1 where the log is broken, and names the entry', async () => {
    says({
      ...whole,
      status: 'broken',
      message: 'broken: this entry is not what was sealed',
      broken: { sequence: 4, how: 'row-changed' },
    });
    const { code, output } = await ct(['integrity', portal]);
    expect(code).toBe(1);
    expect(output).toContain('entry      4 (row-changed)');
  });

  it('S10.2 ends with 1 where people read something else than the log says, and names each row', async () => {
    const messages = [
      'current_usages: usage 9f says trusted, the log says untrusted (entry 4)',
      'findings: 3 is gone\u001b[2J',
    ];
    const differences = messages.map(message => ({ message }));
    says({ ...whole, status: 'differs', differences });
    const { code, output } = await ct(['integrity', portal]);
    expect(code).toBe(1);
    expect(output).toContain(`  differs    ${messages[0]}\n`);
    expect(output).not.toContain('\u001b');
  });

  it('S10.2 goes on through what people read, also while the log grows', async () => {
    const places = [`7:${hash}`, `7:${hash}:0.61`, `8:${other}:1.`];
    const pieces = places.map(next => ({
      ...whole,
      status: 'unfinished',
      next,
    }));
    says(...pieces, whole);
    expect((await ct(['integrity', portal])).code).toBe(0);
    expect(requests.map(({ url }) => url?.split('after=')[1])).toEqual([
      undefined,
      ...places.map(encodeURIComponent),
    ]);
  });

  it.each([
    [`8:${hash}:0.`],
    [`7:${hash}:1.`],
    [`7:${hash}:2.61`],
    [`6:${hash}:3.`],
    [`7:${hash}`],
    [`7:${hash}:x`],
  ])(
    'S10.2 ends with 3 where an answer leads from 7:2.61 to %s',
    async next => {
      const step = { ...whole, status: 'unfinished', next: `7:${hash}:2.61` };
      says(step, { ...step, next }, whole);
      // Further in the log, and back in what people read, is no way forward either.
      const { code } = await ct(['integrity', portal]);
      expect(code).toBe(3);
      expect(requests).toHaveLength(2);
    },
  );

  it.each([
    [`9:${hash}`, 'tail-cut', 8],
    [`7:${other}`, 'rewritten', 7],
  ])(
    'S10.2 does not leave it to the portal whether %s is its head',
    async (known, how, sequence) => {
      says(whole);
      const args = ['integrity', portal, '--head', known, '--json'];
      const { code, output } = await ct(args);
      expect(code).toBe(1);
      expect(JSON.parse(output).broken).toEqual({ sequence, how });
    },
  );

  it.each([
    ['a head that was pruned', { ...whole, status: 'unknown' }],
    ['an unknown status', { ...whole, status: 'fine' }],
    ['no head', { ...whole, head: undefined }],
    ['broken, and not where', { ...whole, status: 'broken' }],
    ['whole, and broken', { ...whole, broken: { sequence: 1, how: 'gap' } }],
    ['different, and not where', { ...whole, status: 'differs' }],
    ['whole, and different', { ...whole, differences: [{ message: 'x' }] }],
    ['unfinished, and not where', { ...whole, status: 'unfinished' }],
    ['a circle', { ...whole, status: 'unfinished', next: `3:${hash}` }],
    ['nothing', null],
    ['too much', { ...whole, message: 'x'.repeat(100_000) }],
  ])('ends with 3 for %s', async (_name, body) => {
    says(body);
    const { code } = await ct(['integrity', portal]);
    expect(code).toBe(3);
  });

  it.each([302, 401, 403, 404, 500, 503])(
    'ends with 3 for a %i',
    async status => {
      answer = (_request, response) =>
        response.writeHead(status, { location: `${portal}/other` }).end('{}');
      const { code, output } = await ct(['integrity', portal]);
      expect(code).toBe(3);
      expect(output).toContain('could not tell');
      expect(requests).toHaveLength(1);
    },
  );

  it('ends with 3 where nobody answers', async () => {
    const { code, output } = await ct(['integrity', 'http://127.0.0.1:1']);
    expect(code).toBe(3);
    expect(output).toContain('the portal does not answer');
  });

  it.each([
    [[]],
    [['x']],
    [['http://portal.example']],
    [['ftp://127.0.0.1']],
    [['https://a:b@portal.example']],
    [['https://portal.example/?x']],
    [['https://portal.example', '--head', '1']],
    [['https://portal.example', '--head', `1:${hash.toUpperCase()}`]],
    [['https://portal.example', '--token-env', 'NOT_SET']],
    [['https://portal.example', '--token-env', 'BAD']],
    [['https://portal.example', 'https://other.example']],
  ])('ends with 64 for %j', async args => {
    const { code } = await ct(['integrity', ...args], { env: { BAD: 'a\nb' } });
    expect(code).toBe(64);
    expect(requests).toEqual([]);
  });

  it('makes what a portal says visible', async () => {
    says({ ...whole, message: '\u001b[31m##vso[x]' });
    const { output } = await ct(['integrity', portal]);
    expect(output).not.toContain('\u001b');
    expect(output).not.toContain('##vso');
  });
});
