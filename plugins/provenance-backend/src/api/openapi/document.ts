import {
  sortOrders,
  usageSorts,
} from '@countersign/backstage-plugin-provenance-common';
import {
  artifactKinds,
  decisions,
  findingCodes,
  reasonCodes,
  verdicts,
} from '@countersign/domain';
import { acceptancePaths, acceptanceSchemas } from './acceptancePaths';
import { deploymentPaths, deploymentSchemas } from './deploymentPaths';
import { discoveryPaths, discoverySchemas } from './discoveryPaths';
import { logPaths, logSchemas } from './logPaths';
import { choice, filter, paging } from './parameters';
import { proposalPaths, proposalSchemas } from './proposalPaths';
import { callersText, schemas } from './schemas';
import { signerPaths, signerSchemas } from './signerPaths';

const usageIdInPath = {
  name: 'id',
  in: 'path',
  required: true,
  schema: callersText(64),
} as const;

const answer = (schema: string, description: string) => ({
  description,
  content: {
    'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
  },
});

const errors = {
  default: answer('Error', 'An error in the form of @backstage/errors'),
};

/** The API of the provenance backend: enforced on requests, and in tests on answers. Served at `/openapi.json`. */
export const openApiDocument = {
  openapi: '3.1.0',
  info: {
    title: 'provenance',
    version: '1',
    description: 'Who signed what a company runs, and were they allowed to?',
    license: { name: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  components: {
    schemas: {
      ...{ ...schemas, ...logSchemas, ...signerSchemas, ...acceptanceSchemas },
      ...{ ...discoverySchemas, ...deploymentSchemas, ...proposalSchemas },
    },
  },
  paths: {
    '/usages': {
      get: {
        operationId: 'ListUsages',
        description: 'The usages that the caller may see.',
        parameters: [
          filter('entityRef', 'Full entity references'),
          filter('verdict', 'Verdicts', verdicts),
          filter('decision', 'Decisions', decisions),
          filter('environment', 'Environments'),
          filter('kind', 'Artifact kinds', artifactKinds),
          filter('cloud', 'Clouds'),
          filter('location', 'Locations'),
          filter('reason', 'Codes of the leading reason', reasonCodes),
          filter('freshness', 'Freshness', ['fresh', 'stale', 'none']),
          filter('finding', 'Codes of open findings', findingCodes),
          {
            name: 'reference',
            in: 'query',
            description:
              'A part of the reference; ASCII letters count the same in both cases',
            required: false,
            allowReserved: true,
            schema: callersText(500),
          },
          choice('sort', 'By what, `entity` where absent', usageSorts),
          choice(
            'order',
            '`asc` where absent for `entity`, else `desc`',
            sortOrders,
          ),
          ...paging,
        ],
        responses: { 200: answer('UsagePage', 'One page'), ...errors },
      },
    },
    '/usages/{id}': {
      get: {
        operationId: 'GetUsage',
        description:
          'One usage with everything that its verdict rests on. One that the caller may not see does not exist.',
        parameters: [usageIdInPath],
        responses: { 200: answer('UsageDetail', 'The usage'), ...errors },
      },
    },
    '/usages/{id}/history': {
      get: {
        operationId: 'ListUsageHistory',
        description:
          'Every change of the verdict or its leading reason, newest first.',
        parameters: [usageIdInPath, ...paging],
        responses: { 200: answer('HistoryPage', 'One page'), ...errors },
      },
    },
    '/findings': {
      get: {
        operationId: 'ListFindings',
        description:
          'Findings about usages that the caller may see, newest first.',
        parameters: [
          choice(
            'state',
            '`open` (where absent): those that stand, of usages that hold now',
            ['open', 'all'],
          ),
          filter('code', 'Codes', findingCodes),
          filter('entityRef', 'Full entity references'),
          {
            name: 'since',
            in: 'query',
            description:
              'First seen then or later, as `2026-11-20T00:00:00.000Z`',
            required: false,
            allowReserved: true,
            schema: {
              type: 'string',
              pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
            },
          },
          ...paging,
        ],
        responses: { 200: answer('FindingPage', 'One page'), ...errors },
      },
    },
    '/digests/{digest}': {
      get: {
        operationId: 'GetDigest',
        description:
          'Where a digest runs and ran, and what is known of it. One that no usage leads to that the caller may see does not exist.',
        parameters: [
          {
            name: 'digest',
            in: 'path',
            required: true,
            schema: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
          },
        ],
        responses: { 200: answer('DigestDetail', 'The digest'), ...errors },
      },
    },
    ...signerPaths,
    '/acceptance': {
      get: {
        operationId: 'GetAcceptance',
        description:
          'The acceptance rules in force. Needs `provenance.acceptance.read`.',
        responses: { 200: answer('Acceptance', 'The rules'), ...errors },
      },
    },
    ...acceptancePaths,
    ...proposalPaths,
    '/reasons': {
      get: {
        operationId: 'ListReasons',
        description: 'Every reason and finding code in words.',
        responses: { 200: answer('Reasons', 'The explanations'), ...errors },
      },
    },
    '/status': {
      get: {
        operationId: 'GetStatus',
        description:
          'What the engine does, what lags, and how each authority stands. Needs `provenance.evidence.read.all`.',
        responses: { 200: answer('Status', 'The status'), ...errors },
      },
    },
    ...discoveryPaths,
    ...logPaths,
    ...deploymentPaths,
    '/checks': {
      post: {
        operationId: 'CreateCheck',
        description:
          'Look again, at once, but where a look has just ended. At most 100 usages a minute for each caller. Needs `provenance.check.create`.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/CheckRequest' },
            },
          },
        },
        responses: {
          202: answer('CheckResponse', 'What is looked at'),
          429: answer(
            'Error',
            'Too many; `Retry-After` says when to ask again',
          ),
          ...errors,
        },
      },
    },
  },
} as const;
