import { LookError } from '../LookError';
import { parseReference } from './parseReference';

const digest = `sha256:${'a'.repeat(64)}`;

function problemOf(text: string, bundleUrl?: string) {
  try {
    parseReference(text, { bundleUrl });
    return 'parsed';
  } catch (error) {
    return error instanceof LookError ? error.problem : error;
  }
}

describe('image references', () => {
  it.each([
    ['ghcr.io/acme/payments', { host: 'ghcr.io', path: 'acme/payments' }],
    ['ghcr.io/acme/payments:1.8.2', { path: 'acme/payments', tag: '1.8.2' }],
    [`ghcr.io/acme/payments@${digest}`, { path: 'acme/payments', digest }],
    [`ghcr.io/acme/payments:1.8.2@${digest}`, { tag: '1.8.2', digest }],
    ['oci://ghcr.io/acme/payments:1', { host: 'ghcr.io', tag: '1' }],
    ['docker://ghcr.io/acme/payments:1', { host: 'ghcr.io', tag: '1' }],
    ['127.0.0.1:5000/a/b/c/d:x', { host: '127.0.0.1:5000', path: 'a/b/c/d' }],
    ['localhost/app', { host: 'localhost', path: 'app' }],
    ['[::1]:5000/app:x', { host: '[::1]:5000', path: 'app', tag: 'x' }],
    ['GHCR.io/acme/app', { host: 'ghcr.io', repository: 'ghcr.io/acme/app' }],
    ['docker.io/library/nginx:1', { host: 'docker.io', path: 'library/nginx' }],
    ['registry.test/a__b/c---d/e.f_g', { path: 'a__b/c---d/e.f_g' }],
    ['oci://ghcr.io/acme/vpc?tag=1.0.0', { path: 'acme/vpc', tag: '1.0.0' }],
    [
      'oci://ghcr.io/acme/vpc//modules/a?tag=1.0.0',
      { path: 'acme/vpc', tag: '1.0.0' },
    ],
    ['oci://ghcr.io/acme/vpc//modules/a', { repository: 'ghcr.io/acme/vpc' }],
    [`oci://ghcr.io/acme/vpc?digest=${digest}`, { path: 'acme/vpc', digest }],
    [
      'oci://ghcr.io/charts/payments:1.2.0',
      { path: 'charts/payments', tag: '1.2.0' },
    ],
    [
      '1234.dkr.ecr.eu-west-1.amazonaws.com/acme/app',
      { host: '1234.dkr.ecr.eu-west-1.amazonaws.com' },
    ],
  ])('%s', (text, expected) => {
    expect(parseReference(text)).toMatchObject({
      type: 'oci',
      text,
      ...expected,
    });
  });

  it.each([
    ['ghcr.io:443/acme/app', 'ghcr.io/acme/app'],
    ['index.docker.io/acme/app', 'docker.io/acme/app'],
    ['registry-1.docker.io/acme/app:1', 'docker.io/acme/app'],
    ['registry.hub.docker.com/acme/app', 'docker.io/acme/app'],
    ['127.1:5000/app', '127.0.0.1:5000/app'],
    ['[0:0::1]:5000/app', '[::1]:5000/app'],
    ['registry.test:5000/app', 'registry.test:5000/app'],
  ])('S3.1 one registry has one name: %s', (text, repository) => {
    expect(parseReference(text)).toMatchObject({
      text,
      repository,
      host: repository.split('/')[0],
    });
  });

  it.each(['[1:2]/app', '1.2.3.4.5/app', '999.1.1.1/app'])(
    'a registry that is no host: %s',
    text => {
      expect(problemOf(text)).toMatchObject({ code: 'annotation-invalid' });
    },
  );

  it.each([
    ['https://files.test/%61cme/a.tgz', 'https://files.test/acme/a.tgz'],
    ['https://files.test:443/a%2etgz', 'https://files.test/a.tgz'],
    ['https://FILES.test/x/../a.tgz', 'https://files.test/a.tgz'],
    ['https://files.test/x/%2e%2e/a.tgz', 'https://files.test/a.tgz'],
    [
      'https://files.test/a%2fb%c3%a9.tgz',
      'https://files.test/a%2Fb%C3%A9.tgz',
    ],
    ['https://files.test/%2561.tgz', 'https://files.test/%2561.tgz'],
  ])('S3.1 one file has one name: %s', (text, repository) => {
    expect(parseReference(text)).toMatchObject({ repository, url: repository });
  });

  it('has no tag and no digest that was not written', () => {
    expect(parseReference('ghcr.io/acme/payments')).toEqual({
      type: 'oci',
      text: 'ghcr.io/acme/payments',
      host: 'ghcr.io',
      path: 'acme/payments',
      repository: 'ghcr.io/acme/payments',
    });
  });

  it.each([
    [''],
    [' '],
    ['ghcr.io/acme/payments '],
    ['ghcr.io/acme/pay\u202ements'],
    ['ghcr.io/acme/pаyments'],
    ['<script>'],
    ['ghcr.io/'],
    ['ghcr.io/Acme/payments'],
    ['ghcr.io/acme//payments'],
    ['ghcr.io/acme/../payments'],
    ['ghcr.io/acme/payments:'],
    ['ghcr.io/acme/payments:a/b'],
    [`ghcr.io/acme/payments:${'x'.repeat(129)}`],
    [`ghcr.io/acme/payments@sha256:abc`],
    [`ghcr.io/acme/payments@${digest.toUpperCase()}`],
    [`ghcr.io/acme/payments@${digest}@${digest}`],
    ['ghcr.io:0/acme/payments'],
    ['ghcr.io:99999/acme/payments'],
    ['-bad-.io/acme'],
    ['user:password@ghcr.io/acme/payments'],
    [`ghcr.io/${'a'.repeat(300)}`],
    [`ghcr.io/${'a'.repeat(3_000)}`],
    ['oci://ghcr.io/acme/vpc?tag=1&digest=2'],
    ['oci://ghcr.io/acme/vpc?ref=1'],
    ['oci://ghcr.io/acme/vpc?tag=%zz'],
    ['oci://ghcr.io/acme/vpc:1?tag=2'],
    ['oci://ghcr.io//modules/a'],
    ['/etc/passwd'],
    ['../secret'],
  ])('refuses %s', text => {
    expect(problemOf(text)).toMatchObject({
      code: 'annotation-invalid',
      origin: 'configuration',
    });
  });

  it.each([
    ['nginx'],
    ['nginx:1.25'],
    ['library/nginx'],
    ['hashicorp/consul/aws'],
    ['registry.terraform.io/hashicorp/consul/aws'],
    ['app.terraform.io/acme/vpc/aws'],
    ['git::https://github.com/acme/vpc.git'],
    ['git@github.com:acme/vpc.git'],
    ['git+https://github.com/acme/vpc'],
    ['s3://bucket/vpc.zip'],
    ['gs://bucket/vpc.zip'],
    ['ssh://git@github.com/acme/vpc'],
    ['git::ssh://git@github.com/acme/vpc//modules/a?ref=v1'],
    ['git::https://github.com/acme/vpc.git?ref=v1&depth=1'],
    ['github.com/acme/vpc'],
    ['github.com/acme/vpc//modules/a?ref=v1.2.0'],
    ['bitbucket.org/acme/vpc'],
    ['registry.terraform.io/hashicorp/consul/aws//modules/a'],
    ['app.terraform.io/acme/vpc/aws?x=1'],
    ['hg::http://example.test/vpc.hg'],
    ['gcs::gs://bucket/vpc.zip'],
    ['s3::bucket/vpc.zip'],
    ['bucket.s3.amazonaws.com/vpc.zip'],
    ['s3-eu-west-1.amazonaws.com/bucket/vpc.zip'],
    ['bucket.s3.eu-west-1.amazonaws.com/vpc.zip'],
    ['www.googleapis.com/storage/v1/bucket/vpc.zip'],
    [
      'https://files.test/vpc.zip?checksum=md5:d41d8cd98f00b204e9800998ecf8427e',
    ],
    ['https://files.test/vpc.zip?checksum=file:https://files.test/sums'],
    [`https://files.test/vpc.zip?checksum=sha512:${'a'.repeat(128)}`],
    ['file:///etc/passwd'],
    [`ghcr.io/acme/payments@sha512:${'a'.repeat(128)}`],
  ])('S5.2 does not support %s', text => {
    expect(problemOf(text)).toMatchObject({
      code: 'unsupported-reference',
      origin: 'configuration',
    });
  });

  it('takes no time for a text that was made to take it', () => {
    const started = process.hrtime.bigint();
    problemOf(`ghcr.io/${'a-'.repeat(120)}!`);
    problemOf(`${'a.'.repeat(1_000)}/x`);
    expect(process.hrtime.bigint() - started).toBeLessThan(200_000_000n);
  });
});

describe('file references', () => {
  it('keeps the query for the request, not for the identity', () => {
    expect(
      parseReference('https://github.com/acme/infra/vpc.tgz?token=1#part', {
        bundleUrl: 'https://github.com/acme/infra/vpc.bundle',
      }),
    ).toEqual({
      type: 'file',
      text: 'https://github.com/acme/infra/vpc.tgz?token=1#part',
      url: 'https://github.com/acme/infra/vpc.tgz?token=1',
      host: 'github.com',
      repository: 'https://github.com/acme/infra/vpc.tgz',
      bundleUrl: 'https://github.com/acme/infra/vpc.bundle',
    });
  });

  it.each([
    ['https://files.test/vpc.zip//modules/a', 'https://files.test/vpc.zip'],
    [
      'https://files.test/v1.TAR.GZ//modules/a//b?archive=tar.gz',
      'https://files.test/v1.TAR.GZ',
    ],
    ['https://files.test/latest//a?archive=zip', 'https://files.test/latest'],
    ['https://files.test/vpc.zip?archive=false', 'https://files.test/vpc.zip'],
    [
      's3::https://s3.amazonaws.com/bucket/vpc.zip',
      'https://s3.amazonaws.com/bucket/vpc.zip',
    ],
    [
      'gcs::https://www.googleapis.com/storage/v1/bucket/a/vpc.zip//modules',
      'https://storage.googleapis.com/bucket/a/vpc.zip',
    ],
    [
      'gcs::https://storage.googleapis.com/bucket/vpc.zip',
      'https://storage.googleapis.com/bucket/vpc.zip',
    ],
  ])('leads a module at %s to its archive', (text, url) => {
    expect(parseReference(text)).toMatchObject({
      type: 'file',
      text,
      url,
      repository: url,
    });
  });

  it.each([
    'https://files.test//acme/vpc.tgz',
    'https://files.test/acme//vpc.tgz',
    'https://files.test/acme/x/..//vpc.tgz',
    's3::https://s3.amazonaws.com//bucket/vpc.zip',
    'https://files.test//vpc.zip//modules/a',
  ])('S3.1 %s is another spelling and evades no rule', text => {
    expect(problemOf(text)).toMatchObject({
      code: 'unsupported-reference',
      origin: 'configuration',
    });
  });

  it('asks the host for what is its own', () => {
    const address =
      'https://files.test/vpc.zip?X-Amz-Signature=a%2Fb&ref=v1&archive=zip';
    expect(parseReference(address)).toMatchObject({
      url: 'https://files.test/vpc.zip?X-Amz-Signature=a%2Fb&ref=v1',
      repository: 'https://files.test/vpc.zip',
    });
  });

  it.each([digest, digest.slice(7)])('demands the checksum %s', checksum => {
    expect(
      parseReference(`https://files.test/vpc.zip?checksum=${checksum}`),
    ).toMatchObject({ url: 'https://files.test/vpc.zip', digest });
  });

  it.each([
    'https://files.test/?token=secret',
    'https://name:secret@files.test/a.tgz',
    'https://files.test/a.zip?checksum=md5:1&token=secret',
    'git::https://name:secret@github.com/acme/vpc.git',
    's3://bucket/a?token=secret',
    'name:secret@ghcr.io/acme/app',
    'https://name:a/secret@files.test/a.tgz',
    'https://name:secret/a@files.test/a.tgz',
    'https://name:secret?a@files.test/a.tgz',
    'https://name:secret#a@files.test/a.tgz',
    'https://name:a/b?secret@files.test/a.tgz',
    'https://name:a@secret@files.test/a.tgz',
    'name:a/secret@ghcr.io/acme/app',
    'git::https://name:a/secret@github.com/acme/vpc.git',
    'oci://ghcr.io/acme/App?token=secret',
  ])('S12.2 no message repeats a secret of %s', text => {
    expect(problemOf(text)).toMatchObject({
      message: expect.not.stringContaining('secret'),
    });
  });

  it('keeps a port that is not the usual one', () => {
    expect(parseReference('http://127.0.0.1:8080/a.tgz')).toMatchObject({
      host: '127.0.0.1:8080',
    });
    expect(parseReference('https://files.test:443/a.tgz')).toMatchObject({
      host: 'files.test',
    });
  });

  it.each([
    ['https://user:secret@github.com/a.tgz', undefined],
    ['https://github.com/', undefined],
    ['https://', undefined],
    ['https://files.test/a.tgz', 'data:text/html,x'],
    ['https://files.test/a.tgz', 'file:///etc/passwd'],
    ['https://files.test/a.tgz', 'https://a b'],
    ['ghcr.io/acme/payments', 'https://files.test/a.bundle'],
  ])('refuses %s with the bundle %s', (text, bundle) => {
    expect(problemOf(text, bundle)).toMatchObject({
      code: 'annotation-invalid',
    });
  });
});
