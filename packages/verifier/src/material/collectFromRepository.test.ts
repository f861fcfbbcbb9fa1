import {
  isComplete,
  provesAbsence,
  type CauseCode,
  type CauseOrigin,
  type Digest,
  type MaterialSource,
} from '@countersign/domain';
import {
  attachBundle,
  attest,
  predicateTypes,
  pushImage,
  signImage,
  toBundle,
  type Fault,
  type Layout,
  type Registry,
  type Repository,
} from '@countersign/sandbox';
import {
  acme,
  envelope,
  now,
  release,
  sigstore,
} from '../__testUtils__/minted';
import { outcomeOf, problemOf, Servers } from '../__testUtils__/servers';
import { verifyMaterial } from '../verification/verifyMaterial';

const signer = { type: 'certificate' as const, identity: release };

let servers: Servers;
let registry: Registry;
let repository: Repository;
let subject: Digest;

beforeEach(async () => {
  servers = await Servers.start();
  ({ registry, repository, subject } = servers);
});

afterEach(() => servers.close());

describe('collect', () => {
  it('S5.4 an image without anything: every source says so', async () => {
    const { collection, materials } = await servers.collect();
    expect(collection).toEqual({
      subject,
      repository: `${registry.host}/acme/payments`,
      at: now.toISOString(),
      sources: [
        { source: 'subject', status: 'complete' },
        { source: 'referrers-api', status: 'complete' },
        { source: 'referrers-tag', status: 'absent' },
        { source: 'cosign-sig-tag', status: 'absent' },
        { source: 'cosign-att-tag', status: 'absent' },
      ],
      material: [],
      kinds: ['container-image'],
    });
    expect(materials).toEqual([]);
    expect(provesAbsence(collection)).toBe(true);
  });

  it.each<[Layout, MaterialSource, boolean]>([
    ['cosign-tag', 'cosign-sig-tag', true],
    ['referrer', 'referrers-api', true],
    ['referrers-tag', 'referrers-tag', false],
  ])('S1.2 finds what lies as %s', async (layout, source, api) => {
    repository.referrersApi = api;
    signImage({ repository, subject, sigstore, signer, layout });
    attest({
      repository,
      subject,
      sigstore,
      signer,
      layout,
      predicateType: predicateTypes.spdx,
      predicate: { spdxVersion: 'SPDX-2.3' },
    });
    const { collection, materials } = await servers.collect();
    expect(materials).toHaveLength(2);
    expect(outcomeOf(collection, source)).toEqual({
      source,
      status: 'complete',
    });
    expect(outcomeOf(collection, 'referrers-api')?.status).toBe(
      api ? 'complete' : 'absent',
    );
    const outcomes = materials.map(
      material =>
        verifyMaterial(material, { subject, authority: acme, now }).outcome
          .status,
    );
    expect(outcomes).toEqual(['proven', 'proven']);
    expect(collection.material).toEqual(
      materials.map(({ digest, source: from, format }) => ({
        digest,
        source: from,
        format,
      })),
    );
  });

  it('reads every page of referrers', async () => {
    for (let i = 0; i < 5; i++)
      attachBundle(repository, subject, toBundle(envelope()));
    expect((await servers.collect()).materials).toHaveLength(5);
  });

  it('counts a referrer once that is listed twice', async () => {
    attachBundle(repository, subject, toBundle(envelope()), {
      fallbackTag: true,
    });
    const { collection, materials } = await servers.collect();
    expect(materials).toHaveLength(1);
    expect(outcomeOf(collection, 'referrers-tag')?.status).toBe('complete');
  });

  it('passes over referrers that are no signatures, and keeps those of other systems', async () => {
    const attach = (artifactType: string, mediaType: string) =>
      repository.putManifest({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        artifactType,
        config: repository.putBlob(Buffer.from('{}')),
        layers: [repository.putBlob(Buffer.from(artifactType), mediaType)],
        subject: {
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          digest: subject,
          size: 1,
        },
      });
    attach('application/spdx+json', 'application/spdx+json');
    attach('application/vnd.cncf.notary.signature', 'application/jose+json');
    const { collection, materials } = await servers.collect();
    expect(materials).toEqual([
      expect.objectContaining({
        format: 'unknown',
        mediaType: 'application/jose+json',
      }),
    ]);
    expect(provesAbsence(collection)).toBe(true);
    expect(
      verifyMaterial(materials[0], { subject, authority: acme, now }).outcome,
    ).toMatchObject({ code: 'unsupported-format' });
  });

  it.each<[string, Fault, CauseCode, CauseOrigin]>([
    ['401', { kind: 'status', status: 401 }, 'access-denied', 'infrastructure'],
    ['403', { kind: 'status', status: 403 }, 'access-denied', 'infrastructure'],
    [
      '429',
      { kind: 'status', status: 429, retryAfterSeconds: 0 },
      'rate-limited',
      'infrastructure',
    ],
    [
      '500',
      { kind: 'status', status: 500 },
      'registry-unreachable',
      'infrastructure',
    ],
    ['garbage', { kind: 'garbage' }, 'malformed', 'material'],
    ['down', { kind: 'down' }, 'registry-unreachable', 'infrastructure'],
  ])(
    'S5.4 %s at one source is not absence, and loses nothing else',
    async (_, fault, code, origin) => {
      signImage({ repository, subject, sigstore, signer });
      for (const [on, source] of [
        ['/referrers/', 'referrers-api'],
        ['.att', 'cosign-att-tag'],
      ] as const) {
        registry.setFault('acme/payments', { ...fault, on });
        const { collection, materials } = await servers.collect();
        expect(outcomeOf(collection, source)).toMatchObject({
          status: 'failed',
          cause: { code, origin },
        });
        expect(materials).toHaveLength(1);
        expect(provesAbsence(collection)).toBe(false);
        expect(isComplete(collection)).toBe(origin === 'material');
      }
    },
  );

  it('S5.4 nothing is absent where the subject could not be read', async () => {
    registry.setFault('acme/payments', {
      kind: 'status',
      status: 403,
      on: `/manifests/${subject}`,
    });
    const { collection } = await servers.collect();
    expect(collection.sources).toHaveLength(5);
    for (const source of collection.sources)
      expect(source).toMatchObject({
        status: 'failed',
        cause: { code: 'access-denied' },
      });
  });

  it('S5.2 a deleted image is not found, and never unsigned', async () => {
    repository.delete(subject);
    const { collection } = await servers.collect();
    expect(outcomeOf(collection, 'subject')).toMatchObject({
      status: 'failed',
      cause: { code: 'artifact-not-found', origin: 'configuration' },
    });
    expect(provesAbsence(collection)).toBe(false);
  });

  it('a subject whose bytes are others', async () => {
    registry.setFault('acme/payments', {
      kind: 'wrong-bytes',
      on: `/manifests/${subject}`,
    });
    const { collection } = await servers.collect();
    expect(outcomeOf(collection, 'subject')).toMatchObject({
      cause: { code: 'digest-mismatch', origin: 'material' },
    });
    expect(provesAbsence(collection)).toBe(false);
  });
});

describe('S5.4 what was not looked at is not absence', () => {
  const digestTag = () => subject.replace(':', '-');

  it('an index where signatures should be', async () => {
    repository.putManifest(
      {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: [],
      },
      { tag: `${digestTag()}.sig` },
    );
    const { collection } = await servers.collect();
    expect(outcomeOf(collection, 'cosign-sig-tag')).toMatchObject({
      cause: { code: 'unsupported-format', origin: 'material' },
    });
    expect(provesAbsence(collection)).toBe(false);
  });

  it('a manifest where the list of referrers should be', async () => {
    pushImage(repository, { tag: digestTag() });
    const { collection } = await servers.collect();
    expect(outcomeOf(collection, 'referrers-tag')).toMatchObject({
      cause: { code: 'unsupported-format', origin: 'material' },
    });
    expect(provesAbsence(collection)).toBe(false);
  });

  it('a referrer that is listed and not there', async () => {
    const { digest } = attachBundle(repository, subject, toBundle(envelope()), {
      fallbackTag: true,
    });
    repository.manifests.delete(digest as Digest);
    const { collection } = await servers.collect();
    expect(outcomeOf(collection, 'referrers-tag')).toMatchObject({
      cause: { code: 'malformed', origin: 'material' },
    });
    expect(provesAbsence(collection)).toBe(false);
  });

  it('CVE-2021-41190 a manifest that says it is an index', async () => {
    repository.putManifest(
      {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        layers: [],
      },
      { tag: 'two-faced' },
    );
    expect(
      await problemOf(
        servers.client().resolve(servers.image('acme/payments:two-faced')),
      ),
    ).toMatchObject({ code: 'malformed' });
  });
});
