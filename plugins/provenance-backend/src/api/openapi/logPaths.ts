import {
  integrityBreaks,
  integrityStatuses,
} from '@countersign/backstage-plugin-provenance-common';
import { callersText } from './schemas';
import { instant, list, object, oneOf, ref, text } from './shapes';

const count = { type: 'integer', minimum: 0 } as const;
const hash = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;
const sequences = { from: count, through: count };

/** What the answers about the sealed log look like. */
export const logSchemas = {
  LogHead: object({ sequence: count, hash }),
  Integrity: object(
    {
      status: oneOf(integrityStatuses),
      message: text,
      head: ref('LogHead'),
      checked: object(sequences),
      checkpoint: object({ sequence: count, hash, sealedAt: instant }),
      broken: object({ sequence: count, how: oneOf(integrityBreaks) }),
      differences: list(ref('IntegrityDifference')),
      unsealed: count,
      erased: count,
      next: text,
    },
    ['checked', 'checkpoint', 'broken', 'differences', 'erased', 'next'],
  ),
  IntegrityDifference: object(
    { table: text, row: text, message: text, sequence: count },
    ['sequence'],
  ),
  ErasureRequest: object({ identity: { ...callersText(1000), minLength: 3 } }),
  ErasureResponse: object({ details: count }),
};

const answer = (schema: string, description: string) => ({
  200: {
    description,
    content: { 'application/json': { schema: ref(schema) } },
  },
  default: {
    description: 'An error in the form of @backstage/errors',
    content: { 'application/json': { schema: ref('Error') } },
  },
});

const parameter = (name: string, description: string, schema: object) => ({
  ...{ name, in: 'query', description, required: false, schema },
  // `next` holds a ":", and people paste it as it is.
  allowReserved: true,
});

/** The requests about the sealed log. */
export const logPaths = {
  '/integrity': {
    get: {
      operationId: 'CheckIntegrity',
      description:
        'Whether the sealed log is whole and the rows that people read say what it says, as far as one request gets. Needs `provenance.evidence.read.all`.',
      parameters: [
        parameter('sequence', 'Sequence of a known head', {
          type: 'integer',
          minimum: 0,
          maximum: Number.MAX_SAFE_INTEGER,
        }),
        parameter('hash', 'Hash of a known head', hash),
        parameter('after', '`next` of the answer before', {
          type: 'string',
          pattern: '^[0-9]{1,15}:[0-9a-f]{64}(:[0-5][.]([0-9a-f]{2}){0,150})?$',
        }),
      ],
      responses: answer('Integrity', 'What was found'),
    },
  },
  '/erasures': {
    post: {
      operationId: 'EraseIdentity',
      description:
        'Takes the identity of a person out of the log. Needs `provenance.identity.erase`, and the configuration to name the caller.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: ref('ErasureRequest') } },
      },
      responses: answer('ErasureResponse', 'How many details were changed'),
    },
  },
};
