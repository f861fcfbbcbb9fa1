import { registryAnnotations } from './registryAnnotations';

const read = (annotation: string, value: string) =>
  registryAnnotations.get(annotation)!.read(value);

const ecr = 'aws.amazon.com/amazon-ecr-arn';
const arn = (name: string, region = 'eu-west-1', partition = 'aws') =>
  `arn:${partition}:ecr:${region}:123456789012:repository/${name}`;

describe('annotations of other plugins', () => {
  it.each([
    ['quay.io/repository-slug', 'acme/payments', 'acme/payments'],
    ['quay.io/repository-slug', 'acme/team/payments', 'acme/team/payments'],
    ['docker.com/repository', 'acme/payments', 'acme/payments'],
    ['docker.com/repository', 'nginx', 'library/nginx'],
    ['goharbor.io/repository-slug', 'acme/payments', 'acme/payments'],
    ['azure-container-registry/repository-name', 'payments', 'payments'],
    ['jfrog-artifactory/image-name', 'payments', 'payments'],
    ['nexus-repository-manager/docker.image-name', 'a/b', 'a/b'],
    // It looks like a host, and is a part of the path.
    ['quay.io/repository-slug', 'evil.example/x', 'evil.example/x'],
  ])('%s: %s', (annotation, value, path) => {
    expect(read(annotation, value)).toEqual({ path });
  });

  it.each([
    ['eu-west-1', 'aws', '123456789012.dkr.ecr.eu-west-1.amazonaws.com'],
    [
      'us-gov-west-1',
      'aws-us-gov',
      '123456789012.dkr.ecr.us-gov-west-1.amazonaws.com',
    ],
    [
      'cn-north-1',
      'aws-cn',
      '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn',
    ],
  ])('an ARN in %s tells its registry', (region, partition, host) => {
    expect(read(ecr, arn('team/payments', region, partition))).toEqual({
      host,
      path: 'team/payments',
    });
  });

  const hostile = [
    '',
    '/',
    '/acme/x',
    'acme/x/',
    'acme//x',
    '../x',
    'acme/../../x',
    'acme/%2e%2e/x',
    '//evil.example/x',
    'https://evil.example/x',
    'evil.example:443/x',
    'user@evil.example/x',
    'acme/x:1',
    'acme/x@sha256:aa',
    'acme/x?tag=1',
    'acme/x#y',
    'acme/x y',
    'acme\\x',
    'acme/\u202ex',
    'acme/p\u0430yments',
    'Acme/X',
    `acme/${'x'.repeat(1024 * 1024)}`,
    `acme/${'x-'.repeat(500_000)}`,
  ];
  it.each(
    [...registryAnnotations.keys()].flatMap(name =>
      hostile.map(value => [name, value.slice(0, 40), value]),
    ),
  )('%s names no repository by %s', (annotation, _, value) => {
    const written = annotation === ecr ? arn(value) : value;
    expect(read(annotation, written)).toEqual({
      problem: expect.stringMatching(/^is not /),
    });
  });

  it.each([
    'arn:aws:s3:eu-west-1:123456789012:repository/x',
    'arn:aws:ecr:evil.example/:123456789012:repository/x',
    'arn:aws:ecr:eu-west-1:1234@evil:repository/x',
    'arn:evil:ecr:eu-west-1:123456789012:repository/x',
    'arn:aws:ecr:eu-west-1:123456789012:x',
    'team/payments',
  ])('%s is no ARN of a repository', value => {
    expect(read(ecr, value)).toEqual({
      problem: 'is not the ARN of a repository of ECR',
    });
  });
});
