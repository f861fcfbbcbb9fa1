import { inspect } from 'node:util';
import {
  startFileServer,
  toBundle,
  type FileServer,
} from '@countersign/sandbox';
import { ArtifactClient } from '../ArtifactClient';
import { digestOf } from '../encoding';
import { envelope } from '../__testUtils__/minted';
import { atTheEnd, endAll, ManualClock, serve } from '../__testUtils__/serve';
import { outcomeOf, problemOf } from '../__testUtils__/servers';
import { parseReference } from '../reference';

const clock = new ManualClock();

afterEach(endAll);

function clientOf(...hosts: string[]) {
  const client = new ArtifactClient({
    registries: [],
    fileHosts: hosts.map(host => ({ host, plainHttp: true })),
    clock,
    limits: { retryMs: 1 },
  });
  atTheEnd(() => client.close());
  return client;
}

const redirecting = (location: string) =>
  serve((_, response) => response.writeHead(302, { location }).end());

describe('S12.2 an archive behind redirects', () => {
  const archive = 'the archive of a module';

  it('is read through every hop, where each is in the list', async () => {
    const store = await serve((_, response) => {
      response.setHeader('content-length', archive.length);
      response.end(archive);
    });
    const middle = await redirecting(
      `http://${store}/blob?X-Sig=signed-secret`,
    );
    const first = await redirecting(`http://${middle}/archive/v1.tar.gz`);
    const client = clientOf(first, middle, store);
    const reference = parseReference(`http://${first}/acme/vpc/v1.tar.gz`);
    expect(await client.resolve(reference)).toBe(digestOf(archive));
    expect(reference.repository).toBe(`http://${first}/acme/vpc/v1.tar.gz`);
  });

  it('is not read from a host that is not in the list, and says which', async () => {
    const store = await serve((_, response) => response.end(archive));
    const first = await redirecting(`http://${store}/blob?X-Sig=signed-secret`);
    const reference = parseReference(`http://${first}/v1.tar.gz`);
    const error = await clientOf(first)
      .resolve(reference)
      .catch(caught => caught);
    expect(error.problem).toMatchObject({
      code: 'host-not-allowed',
      origin: 'configuration',
      message: expect.stringContaining(store),
    });
    expect(inspect(error, { depth: 9 })).not.toContain('signed-secret');
  });
});

describe('the query of an address that was signed beforehand', () => {
  it.each([403, 404, 429, 500])(
    'is in no identity, message or collection (%s)',
    async status => {
      const paths: string[] = [];
      const host = await serve((request, response) => {
        paths.push(request.url ?? '');
        response.writeHead(status).end();
      });
      const client = clientOf(host);
      const reference = parseReference(
        `http://${host}/bucket/vpc.tgz?X-Sig=signed-secret`,
      );
      const error = await client.resolve(reference).catch(caught => caught);
      const found = await client.collect(reference, digestOf('file'));
      expect(paths[0]).toBe('/bucket/vpc.tgz?X-Sig=signed-secret');
      expect(reference.repository).toBe(`http://${host}/bucket/vpc.tgz`);
      expect(
        inspect([error, found.collection, found.materials], { depth: 9 }),
      ).not.toContain('signed-secret');
    },
  );
});

describe('a file that did not change', () => {
  let files: FileServer;
  let client: ArtifactClient;
  let url: string;

  beforeEach(async () => {
    files = await startFileServer();
    atTheEnd(() => files.close());
    client = clientOf(files.host);
    url = files.put('acme/vpc.tgz', Buffer.from('module'));
    files.put(
      'acme/vpc.tgz.sigstore.json',
      Buffer.from(JSON.stringify(toBundle(envelope()))),
    );
  });

  async function look() {
    files.requests.clear();
    const reference = parseReference(url);
    const digest = await client.resolve(reference);
    const found = await client.collect(reference, digest);
    const statuses = files.requests.list().map(({ status }) => status);
    return { ...found, digest, statuses };
  }

  it('is not downloaded again, and neither is its bundle', async () => {
    const cold = await look();
    const warm = await look();
    expect(cold.statuses.filter(status => status === 200)).toHaveLength(2);
    expect(warm.statuses).not.toContain(200);
    expect(warm.statuses.filter(status => status === 304)).toHaveLength(2);
    expect(warm.materials).toEqual(cold.materials);
    expect(warm.digest).toBe(digestOf('module'));
  });

  it('is read again once it did, and once a day', async () => {
    await look();
    files.put('acme/vpc.tgz', Buffer.from('another'));
    expect((await look()).digest).toBe(digestOf('another'));
    clock.pass(25 * 3_600_000);
    expect((await look()).statuses.filter(s => s === 200)).toHaveLength(2);
  });

  it('is read again where its bytes are needed, not its hashes alone', async () => {
    url = files.put('acme/app.yaml', Buffer.from('kind: Service'));
    await look();
    const { statuses, digest } = await look();
    expect(statuses.slice(0, 2)).toEqual([304, 200]);
    expect(digest).toBe(digestOf('kind: Service'));
  });

  it('is gone when its host says so', async () => {
    await look();
    files.files.clear();
    expect(await problemOf(client.resolve(parseReference(url)))).toMatchObject({
      code: 'artifact-not-found',
    });
  });

  it('S6.5 a bundle that is gone is gone', async () => {
    await look();
    files.files.delete('acme/vpc.tgz.sigstore.json');
    const { collection, materials } = await look();
    expect(materials).toEqual([]);
    expect(outcomeOf(collection, 'bundle-file')?.status).toBe('absent');
  });

  it.each(['W/"1"', undefined])('is not known by the tag %j', async etag => {
    const asked: unknown[] = [];
    const host = await serve((request, response) => {
      asked.push(request.headers['if-none-match']);
      if (etag) response.setHeader('etag', etag);
      response.setHeader('content-length', 1);
      response.end('x');
    });
    const other = clientOf(host);
    const reference = parseReference(`http://${host}/file.tgz`);
    await other.resolve(reference);
    await other.resolve(reference);
    expect(asked).toEqual([undefined, undefined]);
  });

  it('is not believed to be one where nobody asked whether it is', async () => {
    const host = await serve((_, response) => response.writeHead(304).end());
    expect(
      await problemOf(
        clientOf(host).resolve(parseReference(`http://${host}/file.tgz`)),
      ),
    ).toMatchObject({ code: 'registry-unreachable', origin: 'infrastructure' });
  });
});
