/**
 * One regression test for each published weakness of this kind in other clients that could be ours. The names are those
 * of the advisories; what they teach stands in each test.
 */
import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { provesAbsence, type Digest } from '@countersign/domain';
import {
  attachBundle,
  pushImage,
  startRegistry,
  toBundle,
} from '@countersign/sandbox';
import { ArtifactClient, type ArtifactClientOptions } from '../ArtifactClient';
import { digestOf } from '../encoding';
import { envelope } from '../__testUtils__/minted';
import { atTheEnd, endAll, ManualClock, serve } from '../__testUtils__/serve';
import { outcomeOf, problemOf } from '../__testUtils__/servers';
import type { Limits } from '../limits';
import { LimitError } from '../LookError';
import type { RegistryAccess } from '../oci';
import { parseReference } from '../reference';
import { GuardedHttp } from './GuardedHttp';
import { HostPolicies } from './HostPolicies';
import { defaultLimits } from '../limits';

const clock = new ManualClock();
const manifest = '{"schemaVersion":2,"layers":[]}';
const subject = digestOf(Buffer.from(manifest));
const credential = { username: 'ci', password: 'secret' };

afterEach(endAll);

function clientOf(
  registries: RegistryAccess[],
  options: Partial<ArtifactClientOptions> = {},
  limits: Partial<Limits> = {},
) {
  const client = new ArtifactClient({
    registries: registries.map(one => ({ plainHttp: true, ...one })),
    fileHosts: [],
    clock,
    limits: { retryMs: 1, idleMs: 1_000, ...limits },
    ...options,
  });
  atTheEnd(() => client.close());
  return client;
}

interface Seen {
  url: string;
  authorization?: string;
}

/** A host that remembers what it was sent, and answers. */
async function host(answer: (response: ServerResponse, url: string) => void) {
  const seen: Seen[] = [];
  const name = await serve((request, response) => {
    const { authorization } = request.headers;
    seen.push({
      url: request.url ?? '',
      ...(authorization && { authorization }),
    });
    answer(response, request.url ?? '');
  });
  return { name, seen, port: name.split(':')[1] };
}

const image = (name: string, at = ':1') =>
  parseReference(`${name}/acme/app${at}`);

const demandsBasic = (response: ServerResponse) =>
  response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();

/** Sends names that end nowhere to loopback, so that hosts with such names can be tested. */
function guarded(hosts: string[], addresses: Record<string, string[]>) {
  const asked: string[] = [];
  const http = new GuardedHttp({
    policies: new HostPolicies(hosts.map(one => ({ host: one }))),
    limits: { ...defaultLimits, retries: 0 },
    clock,
    resolve: ((name: string, _: unknown, callback: Function) => {
      asked.push(name);
      callback(
        null,
        (addresses[name] ?? []).map(address => ({ address, family: 4 })),
      );
    }) as never,
  });
  atTheEnd(() => http.close());
  const get = (url: string) =>
    http.get({ url: new URL(url), purpose: 'a test', limit: 'manifestBytes' });
  return { asked, get };
}

describe('credentials', () => {
  it('CVE-2026-59891 (@sigstore/oci): a host that contains another gets nothing of it', async () => {
    const registry = await host(demandsBasic);
    const { port } = registry;
    for (const bound of [
      '127.0.0.1',
      `127.0.0.1:${port.slice(0, -1)}`,
      '127.0.0.1.test',
    ]) {
      const client = clientOf([
        { host: registry.name },
        { host: bound, ...credential, plainHttp: false },
      ]);
      expect(
        await problemOf(client.resolve(image(registry.name))),
      ).toMatchObject({ code: 'access-denied' });
    }
    expect(registry.seen.filter(one => one.authorization)).toEqual([]);
  });

  it('@sigstore/oci 0.7.2: headers do not cross to another origin', async () => {
    const other = await host(response => response.end(manifest));
    const registry: Awaited<ReturnType<typeof host>> = await host(
      (response, url) => {
        if (!registry.seen.at(-1)?.authorization) demandsBasic(response);
        else
          response
            .writeHead(307, { location: `http://${other.name}${url}` })
            .end();
      },
    );
    await clientOf([
      { host: registry.name, ...credential },
      { host: other.name, ...credential },
    ]).resolve(image(registry.name));
    expect(other.seen).toEqual([{ url: '/v2/acme/app/manifests/1' }]);
  });

  it("CVE-2025-27403 (Ratify): a registry that is somebody else's gets no token of ours", async () => {
    const stranger = await host(demandsBasic);
    const ours = await host(demandsBasic);
    const client = clientOf([
      { host: ours.name, ...credential },
      { host: stranger.name },
    ]);
    await problemOf(client.resolve(image(stranger.name)));
    expect(stranger.seen.some(one => one.authorization)).toBe(false);
  });

  it("GO-2026-5822 (regclient), CVE-2026-24845 (malcontent): a realm of the registry's choice gets no credential", async () => {
    const collector = await host(response => response.end('{"token":"x"}'));
    const registry = await host(response =>
      response
        .writeHead(401, {
          'www-authenticate': `Bearer realm="http://${collector.name}/token"`,
        })
        .end(),
    );
    for (const secret of [credential, { identityToken: 'secret' }]) {
      const client = clientOf([
        { host: registry.name, ...secret },
        { host: collector.name },
      ]);
      await problemOf(client.resolve(image(registry.name)));
    }
    expect(collector.seen).toHaveLength(2);
    for (const one of collector.seen) {
      expect(one.authorization).toBeUndefined();
      expect(one.url).not.toContain('secret');
    }
  });

  it('CVE-2026-48501 (gh): files and their bundles are asked for without any credential', async () => {
    const files = await host(response =>
      response.writeHead(200, { 'content-length': 1 }).end('x'),
    );
    const client = clientOf([{ host: files.name, ...credential }], {
      fileHosts: [{ host: files.name, plainHttp: true }],
    });
    const reference = parseReference(`http://${files.name}/x.tgz`);
    await client.collect(reference, await client.resolve(reference));
    expect(files.seen.length).toBeGreaterThan(2);
    expect(files.seen.filter(one => one.authorization)).toEqual([]);
  });

  it('CVE-2026-41323, CVE-2026-40868 (Kyverno): a token is shown to nobody but the registry that asked', async () => {
    const second = await host(demandsBasic);
    const first: Awaited<ReturnType<typeof host>> = await host(
      (response, url) => {
        if (url.startsWith('/token')) response.end('{"token":"bought"}');
        else if (first.seen.at(-1)?.authorization === 'Bearer bought')
          response.end(manifest);
        else
          response
            .writeHead(401, {
              'www-authenticate': `Bearer realm="http://${first.name}/token"`,
            })
            .end();
      },
    );
    const client = clientOf([{ host: first.name }, { host: second.name }]);
    await client.resolve(image(first.name));
    await problemOf(client.resolve(image(second.name)));
    expect(second.seen.some(one => one.authorization)).toBe(false);
  });
});

describe('server-side request forgery', () => {
  const inside = [
    'http://169.254.169.254/latest',
    'http://10.0.0.1/',
    'http://[::1]:1/',
    'gopher://x/',
  ];

  it.each(inside)(
    'CVE-2026-24117 (Rekor), CVE-2026-22772 (Fulcio), CVE-2026-4789 (Kyverno): a reference leads nowhere inside: %s',
    async address => {
      const reference = async () => parseReference(`${address}file`);
      const resolve = async () => clientOf([]).resolve(await reference());
      const { code } = await problemOf(resolve());
      expect([
        'host-not-allowed',
        'annotation-invalid',
        'unsupported-reference',
      ]).toContain(code);
    },
  );

  it.each(inside)(
    'CVE-2026-49478 (Fulcio): the address of a token service leads nowhere inside: %s',
    async realm => {
      const registry = await host(response =>
        response
          .writeHead(401, { 'www-authenticate': `Bearer realm="${realm}"` })
          .end(),
      );
      const client = clientOf([{ host: registry.name, ...credential }]);
      expect(
        await problemOf(client.resolve(image(registry.name))),
      ).toMatchObject({ code: 'host-not-allowed', origin: 'configuration' });
    },
  );

  it.each(inside)(
    'CVE-2026-24048 (Backstage): a redirect does not leave the list: %s',
    async location => {
      const registry = await host(response =>
        response.writeHead(302, { location }).end(),
      );
      const client = clientOf([{ host: registry.name }]);
      expect(
        await problemOf(client.resolve(image(registry.name))),
      ).toMatchObject({ code: 'host-not-allowed', origin: 'configuration' });
    },
  );

  it('GHSA-459x, GHSA-qr4g (Kyverno): a name of the list that leads inside is not followed there', async () => {
    const { get, asked } = guarded(['registry.test'], {
      'registry.test': ['169.254.169.254'],
    });
    expect(await problemOf(get('https://registry.test/v2/'))).toMatchObject({
      code: 'host-not-allowed',
    });
    expect(asked).toEqual(['registry.test']);
  });

  it('CVE-2026-32236 (Backstage): a page of referrers is not fetched from elsewhere', async () => {
    const elsewhere = await host(response => response.end('{}'));
    const registry = await host((response, url) => {
      if (url.includes('/referrers/'))
        response
          .setHeader('link', `<http://${elsewhere.name}/next>; rel="next"`)
          .end('{"schemaVersion":2,"manifests":[]}');
      else if (url.endsWith(subject)) response.end(manifest);
      else response.writeHead(404).end();
    });
    const client = clientOf([
      { host: registry.name },
      { host: elsewhere.name },
    ]);
    const { collection } = await client.collect(image(registry.name), subject);
    expect(outcomeOf(collection, 'referrers-api')).toMatchObject({
      cause: { code: 'registry-unreachable' },
    });
    expect(elsewhere.seen).toEqual([]);
  });
});

describe('what does not end', () => {
  it('CVE-2023-33957, CVE-2023-33958 (Notation), CVE-2023-46737 (cosign): endless signatures are cut off, and say so', async () => {
    const registry = await startRegistry();
    atTheEnd(() => registry.close());
    const repository = registry.repository('acme/app');
    const digest = pushImage(repository, { tag: '1' }).digest as Digest;
    for (let i = 0; i < 12; i++)
      attachBundle(repository, digest, toBundle(envelope()));
    const client = clientOf([{ host: registry.host }], {}, { referrers: 5 });
    const { collection, materials } = await client.collect(
      image(registry.host),
      digest,
    );
    expect(materials).toHaveLength(5);
    expect(outcomeOf(collection, 'referrers-api')).toEqual({
      source: 'referrers-api',
      status: 'limited',
      limit: 'referrers',
    });
    expect(provesAbsence(collection)).toBe(false);
  });

  it('CVE-2024-29902, CVE-2024-29903 (cosign): a large body is not held, whatever its length is said to be', async () => {
    let sent = 0;
    const registry = await host(response => {
      const pump = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)))
          sent += 65_536;
      };
      response.on('drain', pump);
      pump();
    });
    const client = clientOf(
      [{ host: registry.name }],
      {},
      {
        manifestBytes: 1_000_000,
      },
    );
    const error = await client.resolve(image(registry.name)).catch(e => e);
    expect(error).toBeInstanceOf(LimitError);
    expect(error).toMatchObject({
      limit: 'manifestBytes',
      problem: { code: 'limit-exceeded', origin: 'material' },
    });
    expect(sent).toBeLessThan(20_000_000);
  });

  it('CVE-2023-30551, CVE-2026-48702 (Rekor): nothing is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const registry = await host(response =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    const client = clientOf([{ host: registry.name }]);
    expect(await problemOf(client.resolve(image(registry.name)))).toMatchObject(
      {
        code: 'registry-unreachable',
        message: expect.stringContaining('compressed'),
      },
    );
  });

  it('CVE-2025-66564, CVE-2025-66506 (timestamp-authority, Fulcio): a challenge of any length costs little', async () => {
    const registry = await host(response =>
      response
        .writeHead(401, {
          'www-authenticate': `Bearer ${'a="b",'.repeat(1_500)}`,
        })
        .end(),
    );
    const client = clientOf([{ host: registry.name }]);
    expect(await problemOf(client.resolve(image(registry.name)))).toMatchObject(
      {
        code: 'access-denied',
      },
    );
  });

  it('CVE-2023-25656 (notation-go): a token service without end is stopped', async () => {
    const registry: Awaited<ReturnType<typeof host>> = await host(
      (response, url) => {
        if (!url.startsWith('/token'))
          response
            .writeHead(401, {
              'www-authenticate': `Bearer realm="http://${registry.name}/token"`,
            })
            .end();
        else response.end(Buffer.alloc(1_000_000, ' '));
      },
    );
    const client = clientOf([{ host: registry.name }]);
    expect(await problemOf(client.resolve(image(registry.name)))).toMatchObject(
      {
        code: 'registry-unreachable',
        origin: 'infrastructure',
      },
    );
  });

  it('CVE-2024-51491 (notation-go): what cannot be kept decides nothing', async () => {
    const registry = await startRegistry();
    atTheEnd(() => registry.close());
    const repository = registry.repository('acme/app');
    const digest = pushImage(repository, { tag: '1' }).digest as Digest;
    attachBundle(repository, digest, toBundle(envelope()));
    const client = clientOf([{ host: registry.host }], {}, { cacheBytes: 1 });
    for (let i = 0; i < 2; i++) {
      await client.resolve(image(registry.host));
      const found = await client.collect(image(registry.host), digest);
      expect(found.materials).toHaveLength(1);
    }
  });
});

describe('bytes that are not what was asked for', () => {
  it('CVE-2022-47633, CVE-2023-47630 (Kyverno): a registry does not choose the digest', async () => {
    const registry = await host(response =>
      response
        .writeHead(200, { 'docker-content-digest': `sha256:${'a'.repeat(64)}` })
        .end(manifest),
    );
    const client = clientOf([{ host: registry.name }]);
    expect(await problemOf(client.resolve(image(registry.name)))).toMatchObject(
      {
        code: 'digest-mismatch',
        origin: 'material',
      },
    );
    expect(
      await problemOf(
        client.resolve(image(registry.name, `@sha256:${'b'.repeat(64)}`)),
      ),
    ).toMatchObject({ code: 'digest-mismatch', origin: 'material' });
  });

  it('CVE-2026-122321 (Kyverno): nothing is kept by a tag alone', async () => {
    const registry = await startRegistry();
    atTheEnd(() => registry.close());
    const repository = registry.repository('acme/app');
    const first = pushImage(repository, { tag: '1' }).digest;
    const client = clientOf([{ host: registry.host }]);
    expect(await client.resolve(image(registry.host))).toBe(first);
    const second = pushImage(repository, {
      tag: '1',
      files: { a: 'b' },
    }).digest;
    expect(await client.resolve(image(registry.host))).toBe(second);
  });

  it('CVE-2026-24137 (Sigstore), CVE-2026-24686 (go-tuf): a name leads nowhere else', async () => {
    const registry = await host(response => response.writeHead(404).end());
    const client = clientOf([{ host: registry.name }]);
    for (const name of ['acme/../../etc:1', 'acme/%2e%2e/x:1', 'acme/app:../x'])
      await problemOf(
        (async () =>
          client.resolve(parseReference(`${registry.name}/${name}`)))(),
      );
    expect(registry.seen).toEqual([]);
  });
});
