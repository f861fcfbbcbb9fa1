import {
  type CauseCode,
  type CauseOrigin,
  type Digest,
} from '@countersign/domain';
import {
  attachBundle,
  toBundle,
  type Fault,
  type Registry,
  type Repository,
} from '@countersign/sandbox';
import { ArtifactClient } from './ArtifactClient';
import { parseReference } from './reference';
import { envelope } from './__testUtils__/minted';
import { problemOf, Servers } from './__testUtils__/servers';

let servers: Servers;
let registry: Registry;
let repository: Repository;
let subject: Digest;

beforeEach(async () => {
  servers = await Servers.start();
  ({ registry, repository, subject } = servers);
});

afterEach(() => servers.close());

describe('resolve', () => {
  it('S8.1 goes from a tag to the digest of the bytes', async () => {
    const client = servers.client();
    expect(await client.resolve(servers.image())).toBe(subject);
    expect(
      await client.resolve(servers.image(`acme/payments@${subject}`)),
    ).toBe(subject);
    expect(
      await client.resolve(servers.image(`acme/payments:other@${subject}`)),
    ).toBe(subject);
  });

  it.each<[string, Fault, CauseCode, CauseOrigin]>([
    ['down', { kind: 'down' }, 'registry-unreachable', 'infrastructure'],
    ['401', { kind: 'status', status: 401 }, 'access-denied', 'infrastructure'],
    ['403', { kind: 'status', status: 403 }, 'access-denied', 'infrastructure'],
    [
      '404',
      { kind: 'status', status: 404 },
      'artifact-not-found',
      'configuration',
    ],
    ['429', { kind: 'status', status: 429 }, 'rate-limited', 'infrastructure'],
    [
      '500',
      { kind: 'status', status: 500 },
      'registry-unreachable',
      'infrastructure',
    ],
    ['garbage', { kind: 'garbage' }, 'malformed', 'material'],
    ['an endless body', { kind: 'endless' }, 'limit-exceeded', 'material'],
    [
      'a body cut off',
      { kind: 'truncated' },
      'registry-unreachable',
      'infrastructure',
    ],
  ])('S5.1 %s', async (_, fault, code, origin) => {
    registry.setFault('acme/payments', fault);
    expect(
      await problemOf(servers.client().resolve(servers.image())),
    ).toMatchObject({
      code,
      origin,
    });
  });

  it.each([
    ['the digest that was asked for', () => `acme/payments@${subject}`],
    ['the digest that the registry announces', () => 'acme/payments:v1'],
  ])('S8.1 bytes that do not match %s', async (_, reference) => {
    registry.setFault('acme/payments', { kind: 'wrong-bytes' });
    expect(
      await problemOf(servers.client().resolve(servers.image(reference()))),
    ).toMatchObject({
      code: 'digest-mismatch',
      origin: 'material',
    });
  });

  it.each([
    ['a number', '1'],
    ['no schema version', '{"layers":[]}'],
    ['layers that are no list', '{"schemaVersion":2,"layers":{}}'],
    ['a layer that is no object', '{"schemaVersion":2,"layers":[1]}'],
    [
      'a layer without a media type',
      `{"schemaVersion":2,"layers":[{"size":1,"digest":"sha256:${'a'.repeat(
        64,
      )}"}]}`,
    ],
    [
      'annotations that are no object',
      `{"schemaVersion":2,"layers":[{"mediaType":"x","size":1,"annotations":[],"digest":"sha256:${'a'.repeat(
        64,
      )}"}]}`,
    ],
    [
      'the media type of an index on a manifest',
      '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","layers":[]}',
    ],
    [
      'a media type that is no text',
      '{"schemaVersion":2,"mediaType":1,"layers":[]}',
    ],
    [
      'manifest and index at once',
      '{"schemaVersion":2,"layers":[],"manifests":[]}',
    ],
    [
      'another media type',
      '{"schemaVersion":2,"mediaType":"text/html","layers":[]}',
    ],
    [
      'a layer without a digest',
      '{"schemaVersion":2,"layers":[{"mediaType":"x","size":1}]}',
    ],
    [
      'a layer with a path for a digest',
      '{"schemaVersion":2,"layers":[{"mediaType":"x","size":1,"digest":"sha256:../../x"}]}',
    ],
    [
      'annotations that are no texts',
      `{"schemaVersion":2,"layers":[{"mediaType":"x","size":1,"digest":"sha256:${'a'.repeat(
        64,
      )}","annotations":{"a":1}}]}`,
    ],
    [
      'a negative size',
      `{"schemaVersion":2,"layers":[{"mediaType":"x","size":-1,"digest":"sha256:${'a'.repeat(
        64,
      )}"}]}`,
    ],
  ])('a manifest that is none: %s', async (_, text) => {
    repository.putManifest(Buffer.from(text), { tag: 'bad' });
    expect(
      await problemOf(
        servers.client().resolve(servers.image('acme/payments:bad')),
      ),
    ).toMatchObject({
      code: 'malformed',
      origin: 'material',
    });
  });

  it('a manifest that is nested without end', async () => {
    repository.putManifest(
      Buffer.from(`${'['.repeat(5_000)}${']'.repeat(5_000)}`),
      { tag: 'deep' },
    );
    expect(
      await problemOf(
        servers.client().resolve(servers.image('acme/payments:deep')),
      ),
    ).toMatchObject({
      code: 'limit-exceeded',
    });
  });

  it('S12.1 a host that is not in the list', async () => {
    expect(
      await problemOf(
        servers.client().resolve(parseReference('evil.test/acme/payments:v1')),
      ),
    ).toMatchObject({
      code: 'host-not-allowed',
      origin: 'configuration',
    });
  });
});

it('refuses limits that limit nothing', () => {
  expect(() => servers.client({ fileBytes: Number.NaN })).toThrow(RangeError);
  expect(() => servers.client({ redirects: -1 })).toThrow(RangeError);
  expect(() => servers.client({ fileBytes: undefined })).not.toThrow();
});

it('asks for at most 12 things for a digest with 3 attachments', async () => {
  for (let i = 0; i < 3; i++)
    attachBundle(repository, subject, toBundle(envelope()));
  registry.requests.clear();
  const client = servers.client();
  const digest = await client.resolve(servers.image());
  const { materials } = await client.collect(servers.image(), digest);
  expect(materials).toHaveLength(3);
  // Two of them are further pages: this registry lists two referrers on a page.
  expect(registry.requests.list().length).toBeLessThanOrEqual(13);
});

it('S12.2 knows the hosts of Docker Hub, and asks for its credential by one name', async () => {
  const names: string[] = [];
  const client = new ArtifactClient({
    registries: [{ host: 'docker.io' }],
    credentials: {
      find: async ({ host }) => {
        names.push(host);
        throw new Error('enough was seen');
      },
    },
    fileHosts: [],
    clock: { now: () => new Date() },
  });
  expect(
    await problemOf(
      client.resolve(
        parseReference(`docker.io/library/alpine@sha256:${'a'.repeat(64)}`),
      ),
    ),
  ).toMatchObject({
    code: 'access-denied',
    message: expect.stringContaining('docker.io/library/alpine'),
  });
  expect(names).toEqual(['docker.io']);
  client.close();
});
