import {
  authority,
  deploymentEnvironment,
  group,
  host,
  pipelineFile,
  project,
  ref,
} from '../fields';
import type { KnownIssuer } from '../KnownIssuer';
import type { SignerTemplate, TemplateField } from '../SignerTemplate';

const hosted = 'gitlab-hosted';
const example =
  'https://gitlab.com/acme/payments//.gitlab-ci.yml@refs/tags/v1.8.2';

const notes = [
  'Two slashes stand before the pipeline file; a pattern with one matches nobody.',
  'A pipeline for a merge request can run with code that a stranger proposed.',
  'A pipeline file can lie in another project; sourceRepository says for which project it ran.',
];

function templatesFor(
  id: string,
  site: string,
  own: TemplateField[],
  claims = {},
): SignerTemplate[] {
  return [
    {
      id: `${id}-pipeline`,
      title: 'The pipeline of one project',
      issuer: site,
      subject: `${site}/{group}/{project}//{file}@{ref}`,
      claims: {
        ...claims,
        sourceRepository: `${site}/{group}/{project}`,
        deploymentEnvironment: '{deploymentEnvironment}',
      },
      fields: [
        authority,
        ...own,
        group,
        project,
        pipelineFile,
        ref,
        deploymentEnvironment,
      ],
    },
  ];
}

/** @remarks Source: Fulcio, config/identity/config.yaml. */
export const gitlab: KnownIssuer[] = [
  {
    id: 'gitlab',
    title: 'GitLab.com',
    issuers: ['https://gitlab.com'],
    example,
    ownerSegment: 0,
    hazards: { isReusable: true, hostedRunner: hosted },
    notes: [
      ...notes,
      `A runner of your own is a machine of whoever registered it; runnerEnvironment "${hosted}" is one of GitLab.`,
    ],
    templates: templatesFor('gitlab', 'https://gitlab.com', [], {
      runnerEnvironment: hosted,
    }),
  },
  {
    id: 'gitlab-self-managed',
    title: 'A GitLab of your own',
    issuers: [
      'https://dev.gitlab.org',
      'https://ops.gitlab.net',
      'https://gitlab.{host}',
    ],
    example: example.replace('gitlab.com', 'gitlab.acme.example'),
    ownerSegment: 0,
    hazards: { isReusable: true },
    notes: [
      ...notes,
      'The public Sigstore knows very few instances; for others the authority is one of your own.',
    ],
    templates: templatesFor('gitlab-self-managed', 'https://{host}', [
      { ...host, example: 'gitlab.acme.example' },
    ]),
  },
];
