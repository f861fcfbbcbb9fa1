import type { ServerResponse } from 'node:http';
import {
  atTheEnd,
  endAll,
  ManualClock,
  ManualPace,
  serve,
} from '../__testUtils__/serve';
import { problemOf } from '../__testUtils__/servers';
import { defaultLimits, type Limits } from '../limits';
import { Errand } from './Errand';
import { GuardedHttp } from './GuardedHttp';
import { HostPolicies } from './HostPolicies';
import { realPace } from './Pace';
import { retryAfter } from './retryAfter';

const clock = new ManualClock();
let pace: ManualPace;

beforeEach(() => {
  pace = new ManualPace();
});

afterEach(endAll);

function clientOf(hosts: string[], limits: Partial<Limits> = {}) {
  const http = new GuardedHttp({
    policies: new HostPolicies(hosts.map(host => ({ host, plainHttp: true }))),
    limits: { ...defaultLimits, ...limits },
    clock,
    pace,
  });
  atTheEnd(() => http.close());
  const get = (host: string, path = '/', errand?: Errand) =>
    http.get({
      url: new URL(`http://${host}${path}`),
      purpose: 'a test',
      limit: 'manifestBytes',
      ...(errand && { errand }),
    });
  return { http, get };
}

/** Answers with each of these in turn, and with the last for ever; what is no status destroys the connection. */
async function answering(
  answers: (number | [number, string] | 'down')[],
  asked: string[] = [],
) {
  let next = 0;
  return serve((request, response) => {
    asked.push(request.url ?? '');
    const answer = answers[Math.min(next++, answers.length - 1)];
    if (answer === 'down') request.socket.resetAndDestroy();
    else if (typeof answer === 'number') response.writeHead(answer).end();
    else response.writeHead(answer[0], { 'retry-after': answer[1] }).end();
  });
}

describe('what failed at the host is asked again', () => {
  it.each([
    ['502, 503', [502, 503, 200], [250, 500]],
    ['a connection that broke', ['down', 200], [250]],
    ['429 with nothing said', [429, 200], [250]],
  ] as const)('%s', async (_, answers, waits) => {
    const host = await answering([...answers]);
    expect((await clientOf([host]).get(host)).status).toBe(200);
    expect(pace.waits).toEqual(waits);
  });

  it.each([400, 401, 403, 404, 418, 501])('%s is an answer', async status => {
    const asked: string[] = [];
    const host = await answering([status, 200], asked);
    expect((await clientOf([host]).get(host)).status).toBe(status);
    expect(asked).toHaveLength(1);
  });

  it('so many times and no more', async () => {
    const asked: string[] = [];
    const host = await answering([500], asked);
    const { get } = clientOf([host], { retries: 3 });
    expect((await get(host)).status).toBe(500);
    expect(asked).toHaveLength(4);
    expect(pace.waits).toEqual([250, 500, 1_000]);
  });

  it('waits a random part, so that a thousand do not come back at once', async () => {
    pace = new ManualPace(0.25);
    const host = await answering([500, 200]);
    await clientOf([host]).get(host);
    expect(pace.waits).toEqual([62.5]);
  });

  it('and what was read of a file that broke off counts for nothing', async () => {
    let first = true;
    const host = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 4 });
      if (first) response.write('fi', () => response.destroy());
      else response.end('file');
      first = false;
    });
    const { http } = clientOf([host]);
    let seen: Buffer[] = [];
    await http.get({
      url: new URL(`http://${host}/`),
      purpose: 'a test',
      limit: 'fileBytes',
      sink: () => {
        seen = [];
        return chunk => seen.push(chunk);
      },
    });
    expect(Buffer.concat(seen).toString()).toBe('file');
  });

  it('silence is not asked again', async () => {
    const asked: string[] = [];
    const host = await serve(request => asked.push(request.url ?? ''));
    const { get } = clientOf([host], { idleMs: 30 });
    expect(await problemOf(get(host))).toMatchObject({
      code: 'registry-unreachable',
      message: expect.stringContaining('silent for 30 ms'),
    });
    expect(asked).toHaveLength(1);
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-03-01T12:00:00Z');

  it.each<[string | undefined, number | undefined]>([
    ['7', 7_000],
    [' 0 ', 0],
    ['Sun, 01 Mar 2026 12:00:05 GMT', 5_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    [undefined, undefined],
    ['', undefined],
    ['-1', undefined],
    ['1e3', undefined],
    ['9999999999', undefined],
    ['2026-03-01T12:00:05Z', undefined],
    ['Someday, perhaps', undefined],
  ])('%j says %j', (header, milliseconds) => {
    expect(retryAfter(header, now)).toBe(milliseconds);
  });

  it.each([429, 503])('of a %s is waited for', async status => {
    const host = await answering([[status, '4'], 200]);
    expect((await clientOf([host]).get(host)).status).toBe(200);
    expect(pace.waits).toEqual([4_000]);
  });

  it.each([
    [429, 'rate-limited'],
    [503, 'registry-unreachable'],
  ])(
    'of a %s that is too long ends the errand at that host, and at no other',
    async (status, code) => {
      const asked: string[] = [];
      const host = await answering([[status, '11']], asked);
      const other = await answering([200]);
      const { http, get } = clientOf([host, other]);
      const errand = http.errand();
      expect((await get(host, '/first', errand)).status).toBe(status);
      expect(await problemOf(get(host, '/second', errand))).toMatchObject({
        code,
        origin: 'infrastructure',
      });
      expect((await get(other, '/', errand)).status).toBe(200);
      errand.end();
      expect(asked).toEqual(['/first']);
      expect(pace.waits).toEqual([]);
      expect((await get(host, '/next errand')).status).toBe(status);
    },
  );

  it('is not waited for beyond the end of the errand', async () => {
    const asked: string[] = [];
    const host = await answering([[429, '5']], asked);
    const { get } = clientOf([host], { lookMs: 4_000 });
    expect((await get(host)).status).toBe(429);
    expect(asked).toHaveLength(1);
    expect(pace.waits).toEqual([]);
  });
});

describe('a host that keeps failing', () => {
  const limits = { retries: 0, breakerFailures: 3, breakerMs: 30_000 };

  async function broken(answers: Parameters<typeof answering>[0]) {
    const asked: string[] = [];
    const host = await answering(answers, asked);
    const { get } = clientOf([host], limits);
    const fail = async (times: number) => {
      for (let i = 0; i < times; i++) await get(host).catch(() => undefined);
    };
    return { host, get: () => get(host), fail, asked };
  }

  it('is left alone, then tried by one request, then asked again by all', async () => {
    const { get, fail, asked } = await broken([500, 'down', 500, 200]);
    await fail(3);
    expect(await problemOf(get())).toMatchObject({
      code: 'registry-unreachable',
      origin: 'infrastructure',
      message: expect.stringContaining('failed 3 times in a row'),
    });
    expect(asked).toHaveLength(3);
    clock.pass(29_999);
    await problemOf(get());
    expect(asked).toHaveLength(3);
    clock.pass(1);
    const [trial, meanwhile] = await Promise.allSettled([get(), get()]);
    expect(trial).toMatchObject({ value: { status: 200 } });
    expect(meanwhile.status).toBe('rejected');
    expect(asked).toHaveLength(4);
    expect((await get()).status).toBe(200);
  });

  it('that fails again is left alone again', async () => {
    const { get, fail, asked } = await broken([500]);
    await fail(3);
    clock.pass(30_000);
    await fail(1);
    await problemOf(get());
    expect(asked).toHaveLength(4);
  });

  it.each([[401], [403], [404]])(
    'answers, where it answers %s: that never counts',
    async status => {
      const { get, fail, asked } = await broken([
        500,
        500,
        status,
        500,
        500,
        status,
      ]);
      await fail(10);
      expect((await get()).status).toBe(status);
      expect(asked).toHaveLength(11);
    },
  );

  it('by 429 is asked for as long a break as it wants, and is not called down', async () => {
    const { get, fail, asked } = await broken([[429, '120']]);
    await fail(3);
    clock.pass(119_999);
    expect(await problemOf(get())).toMatchObject({ code: 'rate-limited' });
    expect(asked).toHaveLength(3);
    clock.pass(1);
    await get();
    expect(asked).toHaveLength(4);
  });

  it('is not kept shut by a clock that was put back', async () => {
    const { get, fail, asked } = await broken([500]);
    await fail(3);
    clock.pass(-60_000);
    await get();
    expect(asked).toHaveLength(4);
  });

  it('does not count what we refuse ourselves', async () => {
    const asked: string[] = [];
    const host = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
    });
    const { get } = clientOf([host], limits);
    for (let i = 0; i < 5; i++) await problemOf(get(host));
    expect(asked).toHaveLength(5);
  });
});

describe('one errand', () => {
  it('ends when its time is over, whatever was going on', async () => {
    const held: ServerResponse[] = [];
    const host = await serve((_, response) => held.push(response));
    const { get } = clientOf([host]);
    const errand = new Errand(50, realPace);
    const first = problemOf(get(host, '/', errand));
    expect(await first).toMatchObject({
      code: 'registry-unreachable',
      origin: 'infrastructure',
      message: expect.stringContaining('50 ms (lookMs)'),
    });
    expect(await problemOf(get(host, '/', errand))).toMatchObject({
      message: expect.stringContaining('(lookMs)'),
    });
    expect(held).toHaveLength(1);
    errand.end();
  });

  it('does not begin what could not be finished', async () => {
    const asked: string[] = [];
    const host = await answering([200], asked);
    const { http, get } = clientOf([host], { lookMs: 1_000 });
    const errand = http.errand();
    pace.pass(1_000);
    expect(await problemOf(get(host, '/', errand))).toMatchObject({
      code: 'registry-unreachable',
    });
    expect(asked).toEqual([]);
    errand.end();
  });

  it('gives its turn back when it ends while it waits for one', async () => {
    const held: ServerResponse[] = [];
    let arrived = () => {};
    const host = await serve((_, response) => {
      held.push(response);
      arrived();
    });
    const { get } = clientOf([host], { hostRequests: 1 });
    const first = new Promise<void>(resolve => {
      arrived = resolve;
    });
    const busy = get(host);
    await first;
    const errand = new Errand(20, realPace);
    expect(await problemOf(get(host, '/', errand))).toMatchObject({
      message: expect.stringContaining('(lookMs)'),
    });
    const next = get(host);
    held[0].end('1');
    expect((await busy).body.toString()).toBe('1');
    await new Promise<void>(resolve => {
      arrived = resolve;
      if (held.length > 1) resolve();
    });
    held[1].end('2');
    expect((await next).body.toString()).toBe('2');
    expect(held).toHaveLength(2);
  });
});

describe('requests to one host at the same time', () => {
  it('are so many, and the others wait for their turn', async () => {
    let open = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const host = await serve((_, response) => {
      open++;
      most = Math.max(most, open);
      waiting.push(() => {
        open--;
        response.end();
      });
      // The barrier opens when as many are there as may be.
      if (waiting.length >= 2) waiting.splice(0).forEach(end => end());
    });
    const { get } = clientOf([host], { hostRequests: 2 });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => get(host, `/${i}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(most).toBe(2);
  });
});
