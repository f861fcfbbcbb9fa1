import type { Digest } from '@countersign/domain';
import { attest, predicateTypes, pushArtifact } from '@countersign/sandbox';
import { Company, release } from '../__testUtils__/Company';
import { ct } from '../__testUtils__/ct';
import { UsageError } from '../options/UsageError';
import { readKind } from './kind';

describe('readKind', () => {
  it('takes the kinds that there are, and no other word', () => {
    expect(readKind('helm-chart')).toBe('helm-chart');
    expect(readKind(undefined)).toBeUndefined();
    for (const word of ['chart', 'Helm-Chart', '', 'constructor'])
      expect(() => readKind(word)).toThrow(UsageError);
  });
});

describe('ct verify --kind', () => {
  let company: Company;

  beforeAll(async () => {
    company = await Company.start();
  });
  afterAll(() => company.close());

  const verify = (reference: string, ...more: string[]) =>
    ct(['verify', reference, ...company.identity, ...more]);

  it('refuses a word that is no kind before it contacts anybody', async () => {
    const before = company.registry.requests.list().length;
    const { code, words } = await verify(
      'ghcr.io/acme/a:v1',
      '--kind',
      'chart',
    );
    expect(code).toBe(64);
    expect(words).toContain('helm-chart');
    expect(company.registry.requests.list()).toHaveLength(before);
  });

  it('S3.1 holds an image to it, whoever signed it', async () => {
    const { reference } = company.image('multi', {}, [
      'linux/amd64',
      'linux/arm64',
    ]);
    expect((await verify(reference, '--kind', 'container-image')).code).toBe(0);
    const { code, output } = await verify(reference, '--kind', 'package');
    expect(code).toBe(1);
    expect(output).toContain('its bytes are “container-image”');
    expect(output).toContain('Without --kind');
  });

  it('S3.1 holds what runs of an index to it, also of one that is signed', async () => {
    const repository = company.registry.repository('acme/list');
    const child = pushArtifact(repository, {
      artifactType: 'application/spdx+json',
      layers: [],
    });
    const { digest: subject } = repository.putManifest(
      {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: [child],
      },
      { tag: 'v1' },
    );
    attest({
      repository,
      subject: subject as Digest,
      sigstore: company.sigstore,
      signer: { type: 'certificate', identity: release },
      predicateType: predicateTypes.cosignSignature,
      predicate: {},
    });
    const reference = `${company.registry.host}/acme/list:v1`;
    expect((await verify(reference)).code).toBe(0);
    expect((await verify(reference, '--kind', 'sbom')).code).toBe(0);
    const { code, output } = await verify(reference, '--kind', 'package');
    expect(code).toBe(1);
    expect(output).toContain(`“sbom”, by ${child.digest} in it`);
  });

  it('inspect says what the bytes can be', async () => {
    const { reference } = company.image('seen');
    const { output } = await ct([
      'inspect',
      reference,
      '--trusted-root',
      company.root,
    ]);
    expect(output).toMatch(/^ {2}kind +container-image$/m);
  });
});
