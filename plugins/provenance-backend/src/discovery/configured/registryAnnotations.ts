/** What the value of an annotation leads to. */
export type Found =
  | {
      /** The repository within its registry. */
      path: string;
      /** Where the value tells it. */
      host?: string;
    }
  | { problem: string };

export interface KnownAnnotation {
  /** The registry of everybody who uses it, where there is one. */
  host?: string;
  /** Whether values name their registry. */
  tellsHost?: boolean;
  read(value: string): Found;
}

/**
 * Annotations of other plugins that name a repository. None of them names a version, and most of them no registry
 * either. `aws.amazon.com/amazon-ecr-tags` is not among them: only AWS knows what has such tags.
 */
export const registryAnnotations: ReadonlyMap<string, KnownAnnotation> =
  new Map<string, KnownAnnotation>([
    ['quay.io/repository-slug', { host: 'quay.io', read: quay }],
    ['docker.com/repository', { host: 'docker.io', read: dockerHub }],
    ['goharbor.io/repository-slug', { read: harbor }],
    ['azure-container-registry/repository-name', { read: repository }],
    ['jfrog-artifactory/image-name', { read: repository }],
    ['nexus-repository-manager/docker.image-name', { read: repository }],
    ['aws.amazon.com/amazon-ecr-arn', { tellsHost: true, read: ecr }],
  ]);

/** As the specification of registries has it; each expression has one way to match a text. */
const pathForm =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const longestPath = 255;

/** `payments`, `team/payments`. Whatever looks like a host in it is a part of the path like any other. */
function repository(value: string): Found {
  return value.length <= longestPath && pathForm.test(value)
    ? { path: value }
    : { problem: 'is not the name of a repository, as in acme/payments' };
}

/** `organization/repository` */
function quay(value: string): Found {
  return value.includes('/')
    ? repository(value)
    : { problem: 'is not organization/repository' };
}

/** `project/repository` */
function harbor(value: string): Found {
  return value.includes('/')
    ? repository(value)
    : { problem: 'is not project/repository' };
}

/** `user/repository`; what has no user is Docker's own. */
function dockerHub(value: string): Found {
  return repository(value.includes('/') ? value : `library/${value}`);
}

const arnForm =
  /^arn:(aws|aws-cn|aws-us-gov):ecr:([a-z]{2}(?:-[a-z]+){1,3}-[0-9]{1,2}):([0-9]{12}):repository\/(.+)$/;

/** `arn:aws:ecr:eu-west-1:123456789012:repository/team/payments` */
function ecr(value: string): Found {
  const [, partition, region, account, name] = arnForm.exec(value) ?? [];
  if (name === undefined)
    return { problem: 'is not the ARN of a repository of ECR' };
  const found = repository(name);
  if ('problem' in found) return found;
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return { ...found, host: `${account}.dkr.ecr.${region}.${domain}` };
}
