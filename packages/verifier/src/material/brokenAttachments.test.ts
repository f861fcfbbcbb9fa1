import { isComplete, provesAbsence, type Digest } from '@countersign/domain';
import {
  attachBundle,
  pushArtifact,
  signImage,
  toBundle,
  type Repository,
} from '@countersign/sandbox';
import { digestOf } from '../encoding';
import {
  acme,
  envelope,
  now,
  release,
  sigstore,
} from '../__testUtils__/minted';
import { outcomeOf, Servers } from '../__testUtils__/servers';
import { verifyMaterial } from '../verification/verifyMaterial';

const signer = { type: 'certificate' as const, identity: release };

let servers: Servers;
let repository: Repository;
let subject: Digest;

beforeEach(async () => {
  servers = await Servers.start();
  ({ repository, subject } = servers);
});

afterEach(() => servers.close());

describe('S4.1 a broken attachment loses no other', () => {
  const good = () => attachBundle(repository, subject, toBundle(envelope()));

  it('50 MB under a bundle', async () => {
    good();
    attachBundle(repository, subject, Buffer.alloc(50 * 1024 * 1024, ' '));
    const { collection, materials } = await servers.collect();
    expect(materials).toHaveLength(1);
    expect(outcomeOf(collection, 'referrers-api')).toEqual({
      source: 'referrers-api',
      status: 'limited',
      limit: 'materialBytes',
    });
    expect(isComplete(collection)).toBe(true);
    expect(provesAbsence(collection)).toBe(false);
  });

  it('50 MB that say they are few', async () => {
    good();
    const big = repository.putBlob(
      Buffer.alloc(50 * 1024 * 1024, ' '),
      'application/vnd.dev.sigstore.bundle.v0.3+json',
    );
    pushArtifact(repository, { artifactType: 'x', layers: [] });
    repository.putManifest({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: big.mediaType,
      config: repository.putBlob(Buffer.from('{}')),
      layers: [{ ...big, size: 10 }],
      subject: { mediaType: 'x', digest: subject, size: 1 },
    });
    const { collection, materials } = await servers.collect();
    expect(materials).toHaveLength(1);
    expect(outcomeOf(collection, 'referrers-api')).toMatchObject({
      status: 'limited',
      limit: 'materialBytes',
    });
  });

  it('a blob with other bytes', async () => {
    signImage({ repository, subject, sigstore, signer });
    signImage({
      repository,
      subject,
      sigstore,
      signer,
      dockerReference: 'second',
    });
    const { materials: all } = await servers.collect();
    expect(all).toHaveLength(2);
    const broken = digestOf(all[0].bytes);
    repository.blobs.set(broken, Buffer.from('other bytes'));
    const { collection, materials } = await servers.collect();
    expect(materials.map(({ digest }) => digest)).toEqual([all[1].digest]);
    expect(outcomeOf(collection, 'cosign-sig-tag')).toMatchObject({
      status: 'failed',
      cause: { code: 'digest-mismatch', origin: 'material' },
    });
  });

  it('a blob that is not there', async () => {
    signImage({ repository, subject, sigstore, signer });
    const [{ bytes }] = (await servers.collect()).materials;
    repository.blobs.delete(digestOf(bytes));
    const { collection } = await servers.collect();
    expect(outcomeOf(collection, 'cosign-sig-tag')).toMatchObject({
      cause: { code: 'malformed', origin: 'material' },
    });
  });

  it('too many of them', async () => {
    for (let i = 0; i < 4; i++) good();
    expect(
      outcomeOf(
        (await servers.collect({ referrers: 3 })).collection,
        'referrers-api',
      ),
    ).toMatchObject({ limit: 'referrers' });
    expect(
      outcomeOf(
        (await servers.collect({ referrerPages: 1 })).collection,
        'referrers-api',
      ),
    ).toMatchObject({ limit: 'referrerPages' });
    const few = await servers.collect({ materials: 3 });
    expect(few.materials).toHaveLength(3);
    expect(outcomeOf(few.collection, 'referrers-api')).toMatchObject({
      limit: 'materials',
    });
    const small = await servers.collect({ materialTotalBytes: 10_000 });
    expect(outcomeOf(small.collection, 'referrers-api')).toMatchObject({
      limit: 'materialTotalBytes',
    });
  });

  it('garbage where a bundle should be is material that proves nothing', async () => {
    attachBundle(repository, subject, Buffer.from('<html>'));
    const { collection, materials } = await servers.collect();
    expect(provesAbsence(collection)).toBe(true);
    expect(
      verifyMaterial(materials[0], { subject, authority: acme, now }).outcome,
    ).toMatchObject({ code: 'malformed' });
  });
});
