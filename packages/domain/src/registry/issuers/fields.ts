import type { TemplateField } from './SignerTemplate';

/** A field of a template, ready to be renamed or made optional. */
const field = (
  name: string,
  label: string,
  example: string,
  form: string,
  words: string,
): TemplateField => ({ name, label, example, form, words });

export const optional = (of: TemplateField): TemplateField => ({
  ...of,
  isOptional: true,
});

export const authority = field(
  'authority',
  'Authority that certified it',
  'public-good',
  '[A-Za-z0-9][A-Za-z0-9._-]*',
  'the name of a configured authority',
);

const slug = '[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?';
const slugWords = 'letters, digits, dashes and underscores';

export const organisation = field(
  'organisation',
  'Organisation',
  'acme',
  slug,
  slugWords,
);

export const enterprise = field(
  'enterprise',
  'Enterprise',
  'acme-inc',
  slug,
  slugWords,
);

export const repository = field(
  'repository',
  'Repository',
  'payments',
  '(?!\\.{1,2}$)[A-Za-z0-9._-]+',
  'the name of one repository, without its owner',
);

export const workflow = field(
  'workflow',
  'Workflow file',
  'release.yml',
  '[A-Za-z0-9_-][A-Za-z0-9._-]*\\.ya?ml',
  'the name of a file in .github/workflows, ending in .yml or .yaml',
);

/** Tags by a prefix, and branches by their name or a prefix of it; never all branches, a pull request or its merge queue. */
export const ref = field(
  'ref',
  'Tags or branch',
  'refs/tags/v*',
  'refs/(?:tags/(?![./])[A-Za-z0-9._+/-]*\\*?|heads/(?!gh-readonly-queue/|[./])[A-Za-z0-9._+/-]+\\*?)(?<!/)',
  'refs/tags/ with a name or a prefix and one "*" at its end, or refs/heads/ with a name or prefix',
);

export const deploymentEnvironment = optional(
  field(
    'deploymentEnvironment',
    'Protected environment',
    'production',
    '[A-Za-z0-9][A-Za-z0-9._/-]*',
    'the name of one environment of the build system',
  ),
);

export const host = field(
  'host',
  'Host',
  'git.acme.example',
  '(?=[^:]*[a-z])[a-z0-9-]+(?:\\.[a-z0-9-]+)+(?::[0-9]{1,5})?',
  'a host name in lower case, with its port where it has one',
);

export const subdomain = field(
  'subdomain',
  'Subdomain of ghe.com',
  'acme',
  '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?',
  'lower-case letters, digits and dashes',
);

const pathPart = '[A-Za-z0-9_][A-Za-z0-9_.-]*';

export const group = field(
  'group',
  'Group, with its subgroups',
  'acme/shop',
  `${pathPart}(?:/${pathPart})*`,
  'names of groups with slashes between them',
);

export const project = field(
  'project',
  'Project',
  'payments',
  pathPart,
  'the name of one project',
);

export const pipelineFile = field(
  'file',
  'Pipeline file',
  '.gitlab-ci.yml',
  '(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9._-]+\\.ya?ml',
  'the path of a file, ending in .yml or .yaml',
);

export const pipeline = field(
  'pipeline',
  'Pipeline',
  'payments-release',
  slug,
  slugWords,
);

const uuidForm = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

export const uuid = (name: string, label: string): TemplateField =>
  field(
    name,
    label,
    'aaaaaaaa-0000-4000-8000-000000000001',
    uuidForm,
    'a UUID in lower case',
  );

export const id = (
  name: string,
  label: string,
  example: string,
): TemplateField =>
  field(name, label, example, '[A-Za-z0-9]+', 'letters and digits');

export const name = (
  called: string,
  label: string,
  example: string,
): TemplateField => field(called, label, example, slug, slugWords);

export const email = field(
  'email',
  'E-mail address',
  'jane@acme.example',
  '[A-Za-z0-9_+-]+(?:\\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+',
  'one whole e-mail address',
);

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';

export const namespace = field(
  'namespace',
  'Namespace',
  'ci',
  label,
  'lower-case letters, digits and dashes',
);

export const serviceAccount = field(
  'serviceAccount',
  'Service account',
  'builder',
  label,
  'lower-case letters, digits and dashes',
);

export const googleProject = field(
  'project',
  'Google Cloud project',
  'acme-prod',
  label,
  'the id of one project',
);

export const region = field(
  'region',
  'Region',
  'eu-central-1',
  label,
  'the name of one region',
);

export const trustDomain = field(
  'trustDomain',
  'Trust domain',
  'acme.example',
  '[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*',
  'the whole trust domain in lower case',
);

export const workloadPath = field(
  'path',
  'Path of the workload',
  'ns/ci/sa/builder',
  '[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*',
  'names with slashes between them',
);

export const issuerAddress = field(
  'issuer',
  'Issuer',
  'https://oidc.acme.example',
  'https://[a-z0-9-]+(?:\\.[a-z0-9-]+)+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._-]+)*/?',
  'an address with https://, exactly as the certificates have it',
);
