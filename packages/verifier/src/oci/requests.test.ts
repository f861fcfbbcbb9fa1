import { provesAbsence, type Digest } from '@countersign/domain';
import {
  attachBundle,
  attachByCosignTag,
  pushImage,
  startRegistry,
  toBundle,
  type Registry,
  type Repository,
} from '@countersign/sandbox';
import { ArtifactClient } from '../ArtifactClient';
import { envelope, message } from '../__testUtils__/minted';
import { atTheEnd, endAll, ManualClock } from '../__testUtils__/serve';
import { outcomeOf } from '../__testUtils__/servers';
import { parseReference } from '../reference';

const hour = 3_600_000;
const bundle = () => toBundle(envelope());

/** Three attachments in every layout that registries have. */
const layouts: [string, (repository: Repository, subject: Digest) => void][] = [
  [
    'the Referrers API',
    (repository, subject) => {
      for (let i = 0; i < 3; i++) attachBundle(repository, subject, bundle());
    },
  ],
  [
    'the fallback tag',
    (repository, subject) => {
      repository.referrersApi = false;
      for (let i = 0; i < 3; i++) attachBundle(repository, subject, bundle());
    },
  ],
  [
    'tags of cosign, with the Referrers API',
    (repository, subject) => {
      attachByCosignTag(repository, subject, message(Buffer.from('{}')));
      for (let i = 0; i < 2; i++)
        attachByCosignTag(repository, subject, envelope());
    },
  ],
  [
    'tags of cosign, without the Referrers API',
    (repository, subject) => {
      repository.referrersApi = false;
      attachByCosignTag(repository, subject, message(Buffer.from('{}')));
      for (let i = 0; i < 2; i++)
        attachByCosignTag(repository, subject, envelope());
    },
  ],
  [
    'one of each',
    (repository, subject) => {
      attachBundle(repository, subject, bundle());
      attachByCosignTag(repository, subject, message(Buffer.from('{}')));
      attachByCosignTag(repository, subject, envelope());
    },
  ],
];

const clock = new ManualClock();
let registry: Registry;
let repository: Repository;
let subject: Digest;
let client: ArtifactClient;

beforeEach(async () => {
  registry = await startRegistry();
  atTheEnd(() => registry.close());
  repository = registry.repository('acme/app');
  subject = pushImage(repository, { tag: '1' }).digest as Digest;
  client = clientOf();
});

afterEach(endAll);

function clientOf() {
  const made = new ArtifactClient({
    registries: [{ host: registry.host, plainHttp: true }],
    fileHosts: [],
    clock,
    limits: { retryMs: 1 },
  });
  atTheEnd(() => made.close());
  return made;
}

/** One look as the engine does it; @returns what it found and what it asked. */
async function look(name = ':1') {
  registry.requests.clear();
  const reference = parseReference(`${registry.host}/acme/app${name}`);
  const digest = await client.resolve(reference);
  const found = await client.collect(reference, digest);
  const asked = registry.requests.list();
  return { ...found, asked, paths: asked.map(({ path }) => path) };
}

describe.each(layouts)('three attachments in %s', (_, attach) => {
  beforeEach(() => attach(repository, subject));

  it.each([
    ['tag', () => ':1'],
    ['digest', () => `@${subject}`],
  ])('take 12 requests by %s, and 4 the next time', async (__, name) => {
    const cold = await look(name());
    expect(cold.materials).toHaveLength(3);
    expect(cold.asked.length).toBeLessThanOrEqual(12);
    const warm = await look(name());
    expect(warm.asked.length).toBeLessThanOrEqual(4);
    expect(warm.asked.every(({ method }) => method === 'GET')).toBe(true);
    expect(warm.collection.sources).toEqual(cold.collection.sources);
    expect(warm.materials).toEqual(cold.materials);
  });

  it('S6.5 is asked in full as soon as anything is gone', async () => {
    await look();
    const [gone] = [...repository.manifests.keys()].slice(-1);
    for (const tag of [...repository.tags.keys()])
      if (tag !== '1') repository.delete(tag);
    repository.delete(gone);
    const after = await look();
    expect(after.materials.length).toBeLessThan(3);
    for (const part of ['/referrers/', subject.replace(':', '-')])
      expect(after.paths.some(path => path.includes(part))).toBe(true);
    expect(
      after.paths.some(path => path.endsWith(subject.replace(':', '-'))),
    ).toBe(true);
  });

  it('is asked in full once a day', async () => {
    const cold = await look();
    clock.pass(24 * hour + 1);
    const later = await look();
    expect(later.asked).toHaveLength(cold.asked.length);
  });
});

describe('S5.4 what was kept claims nothing', () => {
  it('an image without material is asked for everything each time', async () => {
    const cold = await look();
    const warm = await look();
    expect(warm.paths).toEqual(cold.paths);
    expect(provesAbsence(warm.collection)).toBe(true);
  });

  it('what was added is found', async () => {
    attachBundle(repository, subject, bundle());
    await look();
    attachBundle(repository, subject, bundle());
    attachByCosignTag(repository, subject, message(Buffer.from('{}')));
    expect((await look()).materials).toHaveLength(3);
  });

  it('a subject that cannot be read any more makes nothing absent', async () => {
    attachBundle(repository, subject, bundle());
    await look();
    registry.setFault('acme/app', {
      kind: 'status',
      status: 403,
      on: '/manifests/sha256:',
    });
    const reference = parseReference(`${registry.host}/acme/app@${subject}`);
    const { collection, materials } = await client.collect(reference, subject);
    expect(materials).toEqual([]);
    expect(outcomeOf(collection, 'subject')).toMatchObject({
      cause: { code: 'access-denied', origin: 'infrastructure' },
    });
  });

  it('the subject counts as read for the one look that follows, and no other', async () => {
    const reference = parseReference(`${registry.host}/acme/app:1`);
    await client.resolve(reference);
    const asked = async () => {
      registry.requests.clear();
      await client.collect(reference, subject);
      return registry.requests
        .list()
        .filter(({ path }) => path.endsWith(subject)).length;
    };
    // The list of referrers ends with the digest, too.
    expect(await asked()).toBe(1);
    expect(await asked()).toBe(2);
    await client.resolve(reference);
    clock.pass(300_001);
    expect(await asked()).toBe(2);
  });

  it('a tag that moved is followed', async () => {
    await look();
    const next = pushImage(repository, { tag: '1', files: { a: 'b' } });
    expect((await look()).collection.subject).toBe(next.digest);
  });

  it('an outage is not papered over', async () => {
    attachBundle(repository, subject, bundle());
    await look();
    registry.setFault('acme/app', {
      kind: 'status',
      status: 500,
      on: '/referrers/',
    });
    const { collection } = await look();
    expect(outcomeOf(collection, 'referrers-api')).toMatchObject({
      cause: { code: 'registry-unreachable' },
    });
  });

  it.each([
    ['wrong-bytes', 'digest-mismatch'],
    ['garbage', 'malformed'],
  ] as const)('%s do not replace what is here', async (kind, code) => {
    attachBundle(repository, subject, bundle());
    await look();
    pushImage(repository, { tag: '1', files: { a: 'b' } });
    registry.setFault('acme/app', { kind, on: '/manifests/1' });
    const reference = parseReference(`${registry.host}/acme/app:1`);
    await expect(client.resolve(reference)).rejects.toMatchObject({
      problem: { code, origin: 'material' },
    });
    registry.clearFault('acme/app');
    expect((await look()).materials).toEqual([]);
  });
});

describe('S8.1 what names something also says how much it is', () => {
  const described = (change: number) => {
    const referrer = attachBundle(repository, subject, bundle());
    repository.referrersApi = false;
    const manifests = [{ ...referrer, size: referrer.size + change }];
    repository.putManifest(
      {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests,
      },
      { tag: subject.replace(':', '-') },
    );
  };

  it.each([-1, 1])('a manifest of %s bytes more or less', async change => {
    described(change);
    for (let i = 0; i < 2; i++)
      expect(
        outcomeOf((await look()).collection, 'referrers-tag'),
      ).toMatchObject({ cause: { code: 'malformed', origin: 'material' } });
  });

  it('a manifest of so many', async () => {
    described(0);
    expect((await look()).materials).toHaveLength(1);
  });

  it('a layer with fewer bytes than its manifest says', async () => {
    const layer = repository.putBlob(
      Buffer.from('short'),
      'application/vnd.dev.sigstore.bundle.v0.3+json',
    );
    repository.putManifest({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: layer.mediaType,
      layers: [{ ...layer, size: 50 }],
      subject: { mediaType: 'x', digest: subject, size: 1 },
    });
    expect(outcomeOf((await look()).collection, 'referrers-api')).toMatchObject(
      {
        cause: { code: 'malformed', origin: 'material' },
      },
    );
  });

  it('a layer that is here already, of another size', async () => {
    const bytes = Buffer.from(JSON.stringify(bundle()));
    attachBundle(repository, subject, bytes);
    expect((await look()).materials).toHaveLength(1);
    const layer = repository.putBlob(
      bytes,
      'application/vnd.dsse.envelope.v1+json',
    );
    repository.putManifest(
      {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        layers: [{ ...layer, size: layer.size + 1 }],
      },
      { tag: `${subject.replace(':', '-')}.att` },
    );
    expect(
      outcomeOf((await look()).collection, 'cosign-att-tag'),
    ).toMatchObject({
      cause: { code: 'malformed', origin: 'material' },
    });
  });
});
