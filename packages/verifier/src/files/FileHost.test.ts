import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { ArtifactClient } from '../ArtifactClient';
import { digestOf } from '../encoding';
import { outcomeOf, problemOf } from '../__testUtils__/servers';
import { parseReference } from '../reference';

const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A server that answers every request with these very bytes and closes. */
async function resolve(answer: string) {
  const { client, reference } = await hostOf(() => answer);
  return client.resolve(reference);
}

async function hostOf(answerTo: (path: string) => string) {
  const server = createServer(socket => {
    socket.on('error', () => undefined);
    socket.once('data', data =>
      socket.end(answerTo(String(data).split(' ', 2)[1])),
    );
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new ArtifactClient({
    registries: [],
    fileHosts: [{ host, plainHttp: true }],
    clock: { now: () => new Date('2026-03-01T12:00:00Z') },
    limits: { retryMs: 1 },
  });
  ends.push(
    () => client.close(),
    () => server.close(),
  );
  return { client, reference: parseReference(`http://${host}/module.tgz`) };
}

const head = 'HTTP/1.1 200 OK\r\n';

describe('S5.4 what is not the whole file has no digest', () => {
  it.each([
    ['a length', `${head}Content-Length: 4\r\n\r\nfile`],
    [
      'chunks',
      `${head}Transfer-Encoding: chunked\r\n\r\n4\r\nfile\r\n0\r\n\r\n`,
    ],
  ])('takes a file with %s', async (_, answer) => {
    expect(await resolve(answer)).toBe(digestOf('file'));
  });

  it.each([
    [
      'a page to sign in at',
      `${head}Content-Type: text/html; charset=utf-8\r\nContent-Length: 6\r\n\r\n<html>`,
      { code: 'artifact-not-found', origin: 'configuration' },
    ],
    [
      'a body that ends with the connection',
      `${head}Connection: close\r\n\r\nfi`,
      { code: 'registry-unreachable', origin: 'infrastructure' },
    ],
    [
      'a body that is shorter than it says',
      `${head}Content-Length: 4\r\n\r\nfi`,
      { code: 'registry-unreachable', origin: 'infrastructure' },
    ],
    [
      'chunks that break off',
      `${head}Transfer-Encoding: chunked\r\n\r\n4\r\nfile\r\n`,
      { code: 'registry-unreachable', origin: 'infrastructure' },
    ],
    [
      'a part of a file',
      'HTTP/1.1 206 Partial Content\r\nContent-Length: 2\r\n\r\nfi',
      { code: 'registry-unreachable', origin: 'infrastructure' },
    ],
  ])('refuses %s', async (_, answer, problem) => {
    expect(await problemOf(resolve(answer))).toMatchObject(problem);
  });
});

it('S5.1 a bundle of which nobody can tell whether it is whole is an outage, and no broken bundle', async () => {
  const { client, reference } = await hostOf(path => {
    if (path === '/module.tgz') return `${head}Content-Length: 4\r\n\r\nfile`;
    return path.endsWith('.jsonl')
      ? `${head}Connection: close\r\n\r\n{"mediaType":"a"}\n`
      : 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n';
  });
  const { collection, materials } = await client.collect(
    reference,
    digestOf('file'),
  );
  expect(materials).toEqual([]);
  expect(outcomeOf(collection, 'bundle-file')).toMatchObject({
    status: 'failed',
    cause: { code: 'registry-unreachable', origin: 'infrastructure' },
  });
});
