import { provesAbsence, type Digest } from '@countersign/domain';
import {
  attachBundle,
  signImage,
  toBundle,
  type Repository,
} from '@countersign/sandbox';
import {
  acme,
  envelope,
  now,
  release,
  sigstore,
} from '../__testUtils__/minted';
import { outcomeOf, Servers } from '../__testUtils__/servers';
import { verifyMaterial } from '../verification/verifyMaterial';
import type { Material } from './Material';

const signer = { type: 'certificate' as const, identity: release };
const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

let servers: Servers;
let repository: Repository;
let subject: Digest;

beforeEach(async () => {
  servers = await Servers.start();
  ({ repository, subject } = servers);
});

afterEach(() => servers.close());

const proven = (materials: Material[]) =>
  materials.filter(
    material =>
      verifyMaterial(material, { subject, authority: acme, now }).outcome
        .status === 'proven',
  ).length;

const junk = (count: number, fields: object = {}) => {
  for (let i = 0; i < count; i++)
    repository.putManifest({
      schemaVersion: 2,
      mediaType: manifestType,
      artifactType: bundleType,
      config: repository.putBlob(Buffer.from('{}')),
      layers: [repository.putBlob(Buffer.from(`junk ${i}`), bundleType)],
      subject: { mediaType: manifestType, digest: subject, size: 1 },
      annotations: { number: String(i) },
      ...fields,
    });
};

describe('S5.2 who floods one place hides nothing in another', () => {
  it('referrers and the .sig tag', async () => {
    junk(40);
    signImage({ repository, subject, sigstore, signer });
    const limits = { materials: 16, referrerPages: 100 };
    const { collection, materials } = await servers.collect(limits);
    expect(outcomeOf(collection, 'referrers-api')).toMatchObject({
      limit: 'materials',
    });
    expect(outcomeOf(collection, 'cosign-sig-tag')).toMatchObject({
      status: 'complete',
    });
    expect(materials).toHaveLength(16 - 3 * 2 + 1);
    expect(proven(materials)).toBe(1);
  });

  it('by bytes', async () => {
    for (let i = 0; i < 5; i++)
      attachBundle(repository, subject, Buffer.alloc(30_000, String(i)));
    signImage({ repository, subject, sigstore, signer });
    const { collection, materials } = await servers.collect({
      materialTotalBytes: 100_000,
    });
    expect(outcomeOf(collection, 'referrers-api')).toMatchObject({
      limit: 'materialTotalBytes',
    });
    expect(proven(materials)).toBe(1);
  });
});

describe('S5.2 within one place', () => {
  it('the referrers before the limit are looked at', async () => {
    attachBundle(repository, subject, toBundle(envelope()));
    junk(10);
    for (const limit of ['referrers', 'referrerPages'] as const) {
      const { collection, materials } = await servers.collect({ [limit]: 3 });
      expect(outcomeOf(collection, 'referrers-api')).toEqual({
        source: 'referrers-api',
        status: 'limited',
        limit,
      });
      expect(proven(materials)).toBe(1);
    }
  });

  it('referrers of other kinds do not count, and those without a kind count last', async () => {
    junk(10, { artifactType: 'application/spdx+json' });
    junk(10, { artifactType: 'application/vnd.oci.empty.v1+json' });
    attachBundle(repository, subject, toBundle(envelope()));
    const { collection, materials } = await servers.collect({
      referrers: 5,
      referrerPages: 20,
    });
    expect(outcomeOf(collection, 'referrers-api')).toMatchObject({
      limit: 'referrers',
    });
    expect(proven(materials)).toBe(1);
  });

  it('what was listed before a page failed is looked at', async () => {
    attachBundle(repository, subject, toBundle(envelope()));
    junk(3);
    servers.registry.setFault('acme/payments', {
      kind: 'status',
      status: 500,
      on: '?after=2',
    });
    const { collection, materials } = await servers.collect();
    expect(outcomeOf(collection, 'referrers-api')).toMatchObject({
      cause: { code: 'registry-unreachable' },
    });
    expect(proven(materials)).toBe(1);
  });

  it.each<[string, object]>([
    ['another hash', { digest: `sha512:${'a'.repeat(128)}` }],
    ['no size', { size: undefined }],
    ['a number for an annotation', { annotations: { a: 1 } }],
  ])('a descriptor with %s hides no other', async (_, fields) => {
    const good = attachBundle(repository, subject, toBundle(envelope()));
    repository.manifests.delete(good.digest as Digest);
    repository.referrersApi = false;
    attachBundle(repository, subject, toBundle(envelope()));
    const tag = subject.replace(':', '-');
    const index = JSON.parse(repository.resolve(tag)?.bytes.toString() ?? '');
    index.manifests.unshift({ ...good, ...fields });
    repository.putManifest(index, { tag });
    const { collection, materials } = await servers.collect();
    expect(outcomeOf(collection, 'referrers-tag')).toMatchObject({
      cause: { code: 'malformed', origin: 'material' },
    });
    expect(provesAbsence(collection)).toBe(false);
    expect(proven(materials)).toBe(1);
  });

  it('the first layers of a .sig manifest count', async () => {
    for (const dockerReference of ['a', 'b', 'c'])
      signImage({ repository, subject, sigstore, signer, dockerReference });
    const { collection, materials } = await servers.collect({ layers: 2 });
    expect(outcomeOf(collection, 'cosign-sig-tag')).toMatchObject({
      limit: 'layers',
    });
    expect(proven(materials)).toBe(2);
  });

  it.each(['before', 'behind'])(
    'one referrer of many layers hides no other, %s it',
    async where => {
      const good = () =>
        attachBundle(repository, subject, toBundle(envelope()));
      if (where === 'behind') good();
      const layers = Array.from({ length: 100 }, (_, i) =>
        repository.putBlob(Buffer.from(`junk ${i}`), bundleType),
      );
      junk(3, { layers });
      if (where === 'before') good();
      const { collection, materials } = await servers.collect({
        materials: 40,
        referrerPages: 20,
      });
      expect(outcomeOf(collection, 'referrers-api')).toMatchObject({
        limit: 'materials',
      });
      expect(proven(materials)).toBe(1);
    },
  );

  it('large layers hide no small ones', async () => {
    for (let i = 0; i < 3; i++)
      attachBundle(repository, subject, Buffer.alloc(207_000, String(i)));
    attachBundle(repository, subject, toBundle(envelope()));
    for (let i = 3; i < 6; i++)
      attachBundle(repository, subject, Buffer.alloc(207_000, String(i)));
    const { collection, materials } = await servers.collect({
      materialTotalBytes: 1_000_000,
      materials: 20,
    });
    expect(outcomeOf(collection, 'referrers-api')).toMatchObject({
      limit: 'materialTotalBytes',
    });
    expect(proven(materials)).toBe(1);
  });

  it('large manifests hide no small ones', async () => {
    const annotations = { a: 'a'.repeat(400_000) };
    junk(2, { annotations });
    attachBundle(repository, subject, toBundle(envelope()));
    junk(2, { annotations: { ...annotations, b: '' } });
    const { collection, materials } = await servers.collect({
      materialTotalBytes: 1_000_000,
      materials: 20,
    });
    expect(outcomeOf(collection, 'referrers-api')).toMatchObject({
      limit: 'materialTotalBytes',
    });
    expect(proven(materials)).toBe(1);
  });

  it('an image may have as many layers as it likes', async () => {
    const { collection } = await servers.collect({ layers: 0 });
    expect(provesAbsence(collection)).toBe(true);
  });
});

describe('what cannot be kept is not downloaded', () => {
  const downloads = () =>
    servers.registry.requests
      .list()
      .filter(({ path }) => path.includes('/blobs/')).length;

  it('after too many', async () => {
    junk(20);
    await servers.collect({ materials: 8, referrerPages: 20 });
    expect(downloads()).toBe(8 - 3);
  });

  it('the same large layer again and again', async () => {
    const layer = repository.putBlob(Buffer.alloc(50_000), bundleType);
    junk(1, { layers: Array(20).fill(layer) });
    await servers.collect({ materialTotalBytes: 200_000 });
    expect(downloads()).toBeLessThanOrEqual(3);
  });

  it('layers that are not there take their places too', async () => {
    const layer = { mediaType: bundleType, digest: subject, size: 10 };
    junk(5, { layers: Array(20).fill(layer) });
    await servers.collect({ materials: 8, referrerPages: 20 });
    expect(downloads()).toBe(8 - 3);
  });
});

describe('S5.4 a signature that cannot be read is not absent', () => {
  it.each([bundleType, 'application/vnd.dev.cosign.artifact.sig.v1+json'])(
    'a layer of an unknown type under %s',
    async artifactType => {
      const layers = [repository.putBlob(Buffer.from('x'), 'text/plain')];
      junk(1, { artifactType, layers });
      const { materials } = await servers.collect();
      expect(materials).toEqual([
        expect.objectContaining({ format: 'unknown', mediaType: 'text/plain' }),
      ]);
    },
  );

  it('a statement without a signature is none', async () => {
    const artifactType = 'application/vnd.in-toto+json';
    const layers = [repository.putBlob(Buffer.from('{}'), artifactType)];
    junk(1, { artifactType, layers });
    const { collection, materials } = await servers.collect();
    expect(materials).toEqual([]);
    expect(provesAbsence(collection)).toBe(true);
  });
});

it('reads a list that Go wrote as null', async () => {
  repository.putManifest(
    {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: null,
    },
    { tag: subject.replace(':', '-') },
  );
  expect(provesAbsence((await servers.collect()).collection)).toBe(true);
});
