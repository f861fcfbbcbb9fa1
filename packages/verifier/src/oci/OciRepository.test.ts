import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { provesAbsence, type CauseCode } from '@countersign/domain';
import { ArtifactClient } from '../ArtifactClient';
import { digestOf } from '../encoding';
import { outcomeOf } from '../__testUtils__/servers';
import { parseReference } from '../reference';

const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, layers: [] }));
const subject = digestOf(manifest);
const emptyIndex = JSON.stringify({ schemaVersion: 2, manifests: [] });

type Answer = (response: ServerResponse, url: string, token?: string) => void;

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function serve(answer: Answer): Promise<string> {
  const server = createServer((request, response) =>
    answer(response, request.url ?? '', request.headers.authorization),
  );
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  ends.push(
    () =>
      new Promise(done => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  );
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A registry that has one manifest and nothing else, but for what a test says. */
const registry = (special: Answer) =>
  serve((response, url, token) => {
    special(response, url, token);
    if (response.writableEnded) return;
    if (url.endsWith(`/manifests/${subject}`)) response.end(manifest);
    else if (url.includes('/referrers/')) response.end(emptyIndex);
    else response.writeHead(404).end();
  });

async function collect(hosts: string[], secondsPerQuestion = 0) {
  let time = Date.parse('2026-03-01T12:00:00Z');
  const client = new ArtifactClient({
    registries: hosts.map(host => ({ host, plainHttp: true })),
    fileHosts: [],
    clock: { now: () => new Date((time += secondsPerQuestion * 1000)) },
    limits: { idleMs: 500, retryMs: 1 },
  });
  ends.push(async () => client.close());
  const reference = parseReference(`${hosts[0]}/acme/app@${subject}`);
  return (await client.collect(reference, subject)).collection;
}

const referrers = (status: number, headers: Record<string, string> = {}) =>
  registry((response, url) => {
    if (url.includes('/referrers/')) response.writeHead(status, headers).end();
  });

describe('the Referrers API', () => {
  it.each<[string, number, Record<string, string>]>([
    ['404, as the specification says', 404, {}],
    ['405', 405, {}],
    ['406, as Artifactory does', 406, {}],
    ['501', 501, {}],
    ['303 to web pages, as ghcr.io does', 303, { location: 'https://a.test/' }],
  ])('is not there: %s', async (_, status, headers) => {
    const collection = await collect([await referrers(status, headers)]);
    expect(outcomeOf(collection, 'referrers-api')).toEqual({
      source: 'referrers-api',
      status: 'absent',
    });
    expect(provesAbsence(collection)).toBe(true);
  });

  it.each<[string, number, Record<string, string>, CauseCode]>([
    ['400, as Quay for its own faults', 400, {}, 'registry-unreachable'],
    ['401 without a challenge', 401, {}, 'access-denied'],
    ['429', 429, {}, 'rate-limited'],
    [
      'a redirect to a login page',
      302,
      { location: 'https://login.test/' },
      'host-not-allowed',
    ],
    ['nothing', 204, {}, 'registry-unreachable'],
  ])('S5.4 could not be asked: %s', async (_, status, headers, code) => {
    const collection = await collect([await referrers(status, headers)]);
    expect(outcomeOf(collection, 'referrers-api')).toMatchObject({
      status: 'failed',
      cause: { code },
    });
    expect(provesAbsence(collection)).toBe(false);
  });

  it.each(['<html>', '{"errors":[]}', '', emptyIndex.slice(0, -1), '[]'])(
    'S5.4 200 with %j is no empty list',
    async body => {
      const host = await registry((response, url) => {
        if (url.includes('/referrers/'))
          response.setHeader('content-type', 'text/html').end(body);
      });
      const collection = await collect([host]);
      expect(outcomeOf(collection, 'referrers-api')).toMatchObject({
        status: 'failed',
        cause: { code: 'malformed' },
      });
      expect(provesAbsence(collection)).toBe(false);
    },
  );

  it('S5.4 a body that ends early is no answer', async () => {
    const host = await registry((response, url) => {
      if (!url.includes('/referrers/')) return;
      response.writeHead(200, { 'content-length': emptyIndex.length + 10 });
      response.end(emptyIndex);
    });
    expect(outcomeOf(await collect([host]), 'referrers-api')).toMatchObject({
      cause: { code: 'registry-unreachable', origin: 'infrastructure' },
    });
  });
});

describe('pages of referrers', () => {
  const paged = (link: string) =>
    registry((response, url) => {
      if (url.includes('/referrers/') && !url.includes('page'))
        response.setHeader('link', link).end(emptyIndex);
      if (url.includes('page')) response.writeHead(500).end();
    });

  it.each([
    '<?page>; rel="next"',
    '<?page>;rel=next',
    '<?page>; REL="Next"',
    '<?page>; title="x"; rel="next"',
    '<?page>; rel="last next"',
    '</first>; rel="first", <?page>; rel="next"',
    `<?page${'x'.repeat(3000)}>; rel="next"`,
    '<http://127.0.0.2:1/?page>; rel="next"',
    '<http://[>; rel="next"',
  ])('S5.4 the list does not end at %s', async link => {
    expect(
      outcomeOf(await collect([await paged(link)]), 'referrers-api'),
    ).toMatchObject({ cause: { code: 'registry-unreachable' } });
  });

  it.each(['</x>; rel="prev"', '</x>; rel="nextish"', 'next'])(
    'the list ends at %s',
    async link => {
      expect(provesAbsence(await collect([await paged(link)]))).toBe(true);
    },
  );

  it('that lead back to the first are a limit', async () => {
    const host = await registry((response, url) => {
      if (url.includes('/referrers/'))
        response.setHeader('link', `<${url}>; rel="next"`).end(emptyIndex);
    });
    expect(outcomeOf(await collect([host]), 'referrers-api')).toMatchObject({
      limit: 'referrerPages',
    });
  });
});

describe('S5.4 who says "not here"', () => {
  it('not another host that the registry redirects to', async () => {
    const other = await serve(response => response.writeHead(404).end());
    const host = await registry((response, url) => {
      if (url.endsWith('.sig'))
        response.writeHead(307, { location: `http://${other}/login` }).end();
    });
    const collection = await collect([host, other]);
    expect(outcomeOf(collection, 'cosign-sig-tag')).toMatchObject({
      cause: { code: 'registry-unreachable', origin: 'infrastructure' },
    });
    expect(provesAbsence(collection)).toBe(false);
  });

  it('not the registry to somebody without the credential that read the subject', async () => {
    const host: string = await registry((response, url, token) => {
      if (url.startsWith('/token'))
        response.end(JSON.stringify({ token: 'abc', expires_in: 60 }));
      else if (url.endsWith(subject) && !token)
        response
          .writeHead(401, {
            'www-authenticate': `Bearer realm="http://${host}/token"`,
          })
          .end();
    });
    const collection = await collect([host], 100);
    expect(outcomeOf(collection, 'subject')?.status).toBe('complete');
    expect(outcomeOf(collection, 'cosign-sig-tag')).toMatchObject({
      cause: { code: 'access-denied', origin: 'infrastructure' },
    });
    expect(provesAbsence(collection)).toBe(false);
    expect(provesAbsence(await collect([host]))).toBe(true);
  });
});
