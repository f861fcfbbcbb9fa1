import { artifactKinds, decisions, verdicts } from '@countersign/domain';
import { callersText, schemas } from './schemas';

/** A filter may be given up to this many times; more is a mistake or an attempt to make the database work. */
const mostValues = 100;

const filter = (
  name: string,
  description: string,
  values?: readonly string[],
) =>
  ({
    name,
    in: 'query',
    description,
    required: false,
    explode: true,
    // References hold ":" and "/", and people paste them into addresses.
    allowReserved: true,
    style: 'form',
    schema: {
      type: 'array',
      maxItems: mostValues,
      items: values ? { type: 'string', enum: [...values] } : callersText(300),
    },
  } as const);

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
  components: { schemas },
  paths: {
    '/usages': {
      get: {
        operationId: 'ListUsages',
        description: 'The usages that the caller may see, by entity.',
        parameters: [
          filter('entityRef', 'Full entity references'),
          filter('verdict', 'Verdicts', verdicts),
          filter('decision', 'Decisions', decisions),
          filter('environment', 'Environments'),
          filter('kind', 'Artifact kinds', artifactKinds),
          {
            name: 'limit',
            in: 'query',
            description: 'Items on one page, 100 where absent',
            required: false,
            schema: { type: 'integer', minimum: 1, maximum: 500 },
          },
          {
            name: 'cursor',
            in: 'query',
            description: 'From `pageInfo.nextCursor` of the page before',
            required: false,
            schema: { type: 'string', minLength: 1, maxLength: 2000 },
          },
        ],
        responses: { 200: answer('UsagePage', 'One page'), ...errors },
      },
    },
    '/usages/{id}': {
      get: {
        operationId: 'GetUsage',
        description:
          'One usage with everything that its verdict rests on. One that the caller may not see does not exist.',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: callersText(64),
          },
        ],
        responses: { 200: answer('UsageDetail', 'The usage'), ...errors },
      },
    },
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
          'How each authority stands. Needs `provenance.evidence.read.all`.',
        responses: { 200: answer('Status', 'The status'), ...errors },
      },
    },
    '/checks': {
      post: {
        operationId: 'CreateCheck',
        description: 'Look again, at once. Needs `provenance.check.create`.',
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
          ...errors,
        },
      },
    },
  },
} as const;
