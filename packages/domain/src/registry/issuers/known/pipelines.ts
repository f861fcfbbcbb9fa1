import {
  authority,
  id,
  name,
  organisation,
  pipeline,
  ref,
  uuid,
} from '../fields';
import type { KnownIssuer } from '../KnownIssuer';
import type { SignerTemplate } from '../SignerTemplate';

const noBranch =
  'The subject says nothing of the branch: every branch of the pipeline signs with the same one.';

const circleSubject =
  'https://circleci.com/api/v2/projects/{project}/pipeline-definitions/{definition}';
const circleFields = [
  authority,
  uuid('project', 'Id of the project'),
  uuid('definition', 'Id of the pipeline definition'),
  ref,
];

function buddyTemplate(id_: string, issuer: string): SignerTemplate {
  return {
    id: id_,
    title: 'One pipeline',
    issuer,
    subject:
      'https://app.buddy.works/{workspace}/{project}/pipelines/pipeline/{pipeline}',
    claims: { sourceRef: '{ref}' },
    fields: [
      authority,
      name('workspace', 'Workspace', 'acme'),
      name('project', 'Project', 'payments'),
      {
        ...id('pipeline', 'Id of the pipeline', '42'),
        form: '[0-9]+',
        words: 'a number',
      },
      ref,
    ],
  };
}

const buddy = {
  example: 'https://app.buddy.works/acme/payments/pipelines/pipeline/42',
  ownerSegment: 0,
};

/** @remarks Source: Fulcio, config/identity/config.yaml. */
export const pipelines: KnownIssuer[] = [
  {
    id: 'buildkite',
    title: 'Buildkite',
    issuers: ['https://agent.buildkite.com'],
    example: 'https://buildkite.com/acme/payments-release',
    ownerSegment: 0,
    hazards: { refClaims: ['tokenSubject'] },
    notes: [noBranch, 'The claim tokenSubject holds ref, commit and step.'],
    templates: [
      {
        id: 'buildkite-pipeline',
        title: 'One pipeline at one branch or tag',
        issuer: 'https://agent.buildkite.com',
        subject: 'https://buildkite.com/{organisation}/{pipeline}',
        claims: {
          tokenSubject:
            'organization:{organisation}:pipeline:{pipeline}:ref:{ref}:commit:*:step:*',
        },
        fields: [authority, organisation, pipeline, ref],
      },
    ],
  },
  {
    id: 'circleci',
    title: 'CircleCI',
    issuers: [
      'https://oidc.circleci.com',
      'https://oidc.circleci.com/org/{organisation}',
    ],
    example:
      'https://circleci.com/api/v2/projects/aaaaaaaa-0000-4000-8000-000000000001/pipeline-definitions/bbbbbbbb-0000-4000-8000-000000000002',
    ownerSegment: 3,
    hazards: { refClaims: ['sourceRef'] },
    notes: [
      noBranch,
      'A job that somebody ran again over SSH says so in runnerEnvironment, "ssh-rerun": what was signed there was signed by hand.',
    ],
    templates: [
      {
        id: 'circleci-pipeline',
        title: 'One pipeline definition',
        issuer: 'https://oidc.circleci.com',
        subject: circleSubject,
        claims: { sourceRef: '{ref}' },
        fields: circleFields,
      },
      {
        id: 'circleci-organisation-pipeline',
        title: 'One pipeline definition, with the issuer of the organisation',
        issuer: 'https://oidc.circleci.com/org/{organisation}',
        subject: circleSubject,
        claims: { sourceRef: '{ref}' },
        fields: [
          ...circleFields,
          uuid('organisation', 'Id of the organisation'),
        ],
      },
    ],
  },
  {
    id: 'codefresh',
    title: 'Codefresh',
    issuers: ['https://oidc.codefresh.io'],
    example:
      'https://g.codefresh.io/acme/payments/release:628a80b693a15c0f9c13ab75/65e6d5551e47e5bc243ca93f',
    ownerSegment: 0,
    hazards: { refClaims: ['sourceRef'] },
    notes: [noBranch],
    templates: [
      {
        id: 'codefresh-pipeline',
        title: 'One pipeline',
        issuer: 'https://oidc.codefresh.io',
        subject:
          'https://g.codefresh.io/{account}/{project}/{pipeline}:{accountId}/{pipelineId}',
        claims: { sourceRef: '{ref}' },
        fields: [
          authority,
          name('account', 'Account', 'acme'),
          name('project', 'Project', 'payments'),
          name('pipeline', 'Pipeline', 'release'),
          id('accountId', 'Id of the account', '628a80b693a15c0f9c13ab75'),
          id('pipelineId', 'Id of the pipeline', '65e6d5551e47e5bc243ca93f'),
          ref,
        ],
      },
    ],
  },
  ...['', 'eu-', 'asia-'].map((part): KnownIssuer => {
    const issuer = `https://${part}oidc.buddyusercontent.com`;
    const called = `buddy${part && `-${part.slice(0, -1)}`}`;
    return {
      ...buddy,
      id: called,
      title: `Buddy${part && `, ${part === 'eu-' ? 'Europe' : 'Asia'}`}`,
      issuers: [issuer],
      hazards: { refClaims: ['sourceRef'] },
      notes: [noBranch],
      templates: [buddyTemplate(`${called}-pipeline`, issuer)],
    };
  }),
  {
    ...buddy,
    id: 'buddy-staging',
    title: 'Buddy, staging',
    issuers: ['dev', 'stage', 'psd'].map(
      stage => `https://${stage}-oidc.buddyusercontent.com`,
    ),
    hazards: { isStaging: true, refClaims: ['sourceRef'] },
    notes: [
      'Made for trying Buddy itself; never accept it for anything that runs.',
    ],
    templates: [],
  },
];
