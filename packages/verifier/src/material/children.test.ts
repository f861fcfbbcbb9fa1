import { provesAbsence, type Digest } from '@countersign/domain';
import { pushImage, signImage, type Repository } from '@countersign/sandbox';
import { release, sigstore } from '../__testUtils__/minted';
import { outcomeOf, Servers } from '../__testUtils__/servers';
import { collectTree } from './collectTree';

const signer = { type: 'certificate' as const, identity: release };
const indexType = 'application/vnd.oci.image.index.v1+json';
const listType = 'application/vnd.docker.distribution.manifest.list.v2+json';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

let servers: Servers;
let repository: Repository;

beforeEach(async () => {
  servers = await Servers.start();
  ({ repository } = servers);
});

afterEach(() => servers.close());

const image = (tag: string) =>
  pushImage(repository, { tag, labels: { tag } }).digest as Digest;

function entry(digest: Digest, fields: object = {}) {
  return { mediaType: manifestType, digest, size: 10, ...fields };
}

const linux = { os: 'linux', architecture: 'amd64' };
const nowhere = { os: 'unknown', architecture: 'unknown' };

function index(manifests: object[], mediaType = indexType): Digest {
  return repository.putManifest({ schemaVersion: 2, mediaType, manifests })
    .digest as Digest;
}

const look = async (subject: Digest, limits = {}) =>
  (
    await servers
      .client(limits)
      .collect(servers.image(`acme/payments@${subject}`), subject)
  ).collection;

const tree = (subject: Digest, most?: number) => {
  const client = servers.client();
  return collectTree(
    digest => client.collect(servers.image(), digest),
    subject,
    most,
  );
};

describe('S8.2 children of an index', () => {
  it('are read from its bytes, with their platforms', async () => {
    const [a, b] = [image('a'), image('b')];
    const arm = { os: 'linux', architecture: 'arm64', variant: 'v8' };
    const subject = index([
      entry(a, { platform: linux }),
      entry(b, { platform: arm }),
    ]);
    expect((await look(subject)).children).toEqual([
      {
        digest: a,
        mediaType: manifestType,
        platform: 'linux/amd64',
        isRunnable: true,
      },
      {
        digest: b,
        mediaType: manifestType,
        platform: 'linux/arm64/v8',
        isRunnable: true,
      },
    ]);
  });

  it('of a manifest list of Docker, too', async () => {
    const subject = index([entry(image('a'))], listType);
    expect((await look(subject)).children).toEqual([
      expect.objectContaining({ isRunnable: true }),
    ]);
  });

  it('a manifest has none, and an empty index has an empty list', async () => {
    expect((await look(image('a'))).children).toBeUndefined();
    expect((await look(index([]))).children).toEqual([]);
  });

  const attestation = {
    'vnd.docker.reference.type': 'attestation-manifest',
  };

  it.each<[string, object, boolean]>([
    [
      'an attestation manifest as BuildKit writes it',
      { platform: nowhere, annotations: attestation },
      false,
    ],
    ['a child for a platform that nobody has', { platform: nowhere }, false],
    [
      'a child that calls itself an attestation and runs on Linux',
      { platform: linux, annotations: attestation },
      true,
    ],
    [
      'a child that calls itself an attestation and names no platform',
      { annotations: attestation },
      true,
    ],
    [
      'a child of which one half is unknown',
      { platform: { os: 'linux', architecture: 'unknown' } },
      true,
    ],
    [
      'a child whose platform cannot be read',
      { platform: { os: 'unknown', architecture: 'un known' } },
      true,
    ],
  ])('%s', async (_, fields, isRunnable) => {
    const subject = index([entry(image('a'), fields)]);
    expect((await look(subject)).children).toEqual([
      expect.objectContaining({ isRunnable }),
    ]);
  });

  it('more than the limit are not half a list', async () => {
    const subject = index([entry(image('a')), entry(image('b'))]);
    const collection = await look(subject, { indexChildren: 1 });
    expect(collection.children).toBeUndefined();
    expect(outcomeOf(collection, 'subject')).toEqual({
      source: 'subject',
      status: 'limited',
      limit: 'indexChildren',
    });
    expect(outcomeOf(collection, 'cosign-sig-tag')).toMatchObject({
      status: 'absent',
    });
    expect(provesAbsence(collection)).toBe(false);
  });

  it('one that cannot be read leaves none', async () => {
    const subject = index([entry(image('a')), { digest: 'sha512:00' }]);
    const collection = await look(subject);
    expect(collection.children).toBeUndefined();
    expect(outcomeOf(collection, 'subject')).toMatchObject({
      cause: { code: 'malformed', origin: 'material' },
    });
  });
});

describe('S8.2 looking at what an index lists', () => {
  it('goes down all levels, to each runnable child once', async () => {
    const [a, b, c] = [image('a'), image('b'), image('c')];
    signImage({ repository, subject: b, sigstore, signer });
    const inner = index([entry(b, { platform: linux }), entry(a)]);
    const subject = index([
      entry(a),
      entry(inner, { mediaType: indexType }),
      entry(c, { platform: nowhere }),
    ]);
    const looks = await tree(subject);
    expect(looks.map(({ collection }) => collection.subject)).toEqual([
      subject,
      a,
      inner,
      b,
    ]);
    expect(looks.map(({ materials }) => materials.length)).toEqual([
      0, 0, 0, 1,
    ]);
  });

  it('ends at the limit', async () => {
    const subject = index([entry(image('a')), entry(image('b'))]);
    expect(await tree(subject, 2)).toHaveLength(2);
  });

  it('a child that is not there has a look that says so', async () => {
    const gone = `sha256:${'0'.repeat(64)}` as Digest;
    const [, child] = await tree(index([entry(gone)]));
    expect(outcomeOf(child.collection, 'subject')).toMatchObject({
      cause: { code: 'artifact-not-found', origin: 'configuration' },
    });
  });
});
