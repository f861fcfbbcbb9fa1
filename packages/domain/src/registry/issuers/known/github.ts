import {
  authority,
  deploymentEnvironment,
  enterprise,
  host,
  organisation,
  ref,
  repository,
  subdomain,
  workflow,
} from '../fields';
import type { KnownIssuer } from '../KnownIssuer';
import type { SignerTemplate, TemplateField } from '../SignerTemplate';

const hosted = { runnerEnvironment: 'github-hosted' };
const environment = { deploymentEnvironment: '{deploymentEnvironment}' };

const notes = [
  'The subject names the workflow that signs. A reusable workflow signs with the same subject for every repository that calls it, so bind the source by sourceRepository or owner.',
  'A run for a pull request signs at refs/pull/N/merge, with code that a stranger proposed.',
  'Names of owners and repositories can be registered again after they were deleted; sourceRepositoryId and ownerId cannot.',
  'A self-hosted runner is a machine of whoever registered it; runnerEnvironment "github-hosted" is one of GitHub.',
];

/** The three ways in which a company signs with GitHub's workflows, at one of GitHub's addresses. */
function templatesFor(
  id: string,
  issuer: string,
  site: string,
  own: TemplateField[],
  claims = {},
): SignerTemplate[] {
  const workflows = `${site}/{organisation}/{repository}/.github/workflows/{workflow}@{ref}`;
  return [
    {
      id: `${id}-workflow`,
      title: 'One workflow of one repository',
      issuer,
      subject: workflows,
      claims: {
        ...claims,
        ...environment,
        sourceRepository: `${site}/{organisation}/{repository}`,
      },
      fields: [
        authority,
        ...own,
        organisation,
        repository,
        workflow,
        ref,
        deploymentEnvironment,
      ],
    },
    {
      id: `${id}-organisation`,
      title: 'The workflow of this name in every repository of an organisation',
      issuer,
      subject: `${site}/{organisation}/*/.github/workflows/{workflow}@{ref}`,
      claims: { ...claims, ...environment, owner: `${site}/{organisation}` },
      fields: [
        authority,
        ...own,
        organisation,
        workflow,
        ref,
        deploymentEnvironment,
      ],
    },
    {
      id: `${id}-reusable`,
      title: 'A reusable workflow, called from the repositories of one owner',
      issuer,
      subject: workflows,
      claims: { ...claims, ...environment, owner: `${site}/{caller}` },
      fields: [
        authority,
        ...own,
        organisation,
        repository,
        workflow,
        ref,
        { ...organisation, name: 'caller', label: 'Owner of the callers' },
        deploymentEnvironment,
      ],
    },
  ];
}

const example =
  'https://github.com/acme/payments/.github/workflows/release.yml@refs/tags/v1.8.2';
const actions = 'https://token.actions.githubusercontent.com';

/**
 * @remarks Sources: Fulcio, config/identity/config.yaml and oid-info; GitHub, "OpenID Connect reference".
 */
export const github: KnownIssuer[] = [
  {
    id: 'github-actions',
    title: 'GitHub Actions',
    issuers: [actions],
    example,
    ownerSegment: 0,
    hazards: { isReusable: true, hostedRunner: hosted.runnerEnvironment },
    notes,
    templates: templatesFor(
      'github',
      actions,
      'https://github.com',
      [],
      hosted,
    ),
  },
  {
    id: 'github-enterprise-cloud',
    title: 'GitHub Actions of an enterprise with an issuer of its own',
    issuers: [`${actions}/{enterprise}`],
    example,
    ownerSegment: 0,
    hazards: { isReusable: true, hostedRunner: hosted.runnerEnvironment },
    notes: [
      ...notes,
      'Accept this issuer only: the public one would let in the same names from outside the enterprise.',
    ],
    templates: templatesFor(
      'github-enterprise',
      `${actions}/{enterprise}`,
      'https://github.com',
      [enterprise],
      hosted,
    ),
  },
  {
    id: 'github-data-residency',
    title: 'GitHub Enterprise Cloud with data residency',
    issuers: ['https://token.actions.{subdomain}.ghe.com'],
    example:
      'https://acme.ghe.com/acme/payments/.github/workflows/release.yml@refs/tags/v1.8.2',
    ownerSegment: 0,
    hazards: { isReusable: true, hostedRunner: hosted.runnerEnvironment },
    notes: [
      ...notes,
      'The public Sigstore knows no such issuer; the authority is one of your own.',
    ],
    templates: templatesFor(
      'github-residency',
      'https://token.actions.{subdomain}.ghe.com',
      'https://{subdomain}.ghe.com',
      [subdomain],
      hosted,
    ),
  },
  {
    id: 'github-enterprise-server',
    title: 'GitHub Enterprise Server',
    issuers: ['https://{host}/_services/token'],
    example:
      'https://git.acme.example/acme/payments/.github/workflows/release.yml@refs/tags/v1.8.2',
    ownerSegment: 0,
    // All runners of a server are its company's own.
    hazards: { isReusable: true },
    notes: [
      ...notes.slice(0, 3),
      'The public Sigstore knows no such issuer; the authority is one of your own.',
    ],
    templates: templatesFor(
      'github-server',
      'https://{host}/_services/token',
      'https://{host}',
      [host],
    ),
  },
];
