import {
  setupSteps,
  unlocatedReasons,
} from '@countersign/backstage-plugin-provenance-common';
import { filter, paging } from './parameters';
import { list, object, oneOf, ref, text } from './shapes';

const count = { type: 'integer', minimum: 0 } as const;
const texts = list(text);

/** What the answers about discovery look like. */
export const discoverySchemas = {
  Discovery: object(
    {
      items: list(ref('UnlocatedEntity')),
      totalItems: count,
      pageInfo: object({ nextCursor: text }, ['nextCursor']),
      coverage: list(
        object({ kind: text, type: text, entities: count, withUsages: count }, [
          'type',
        ]),
      ),
      owners: list(object({ owner: text, entities: count, withUsages: count })),
      hidden: count,
    },
    ['owners', 'hidden'],
  ),
  UnlocatedEntity: object(
    {
      ...{ entityRef: text, kind: text, type: text, owner: text, system: text },
      reason: oneOf(unlocatedReasons),
      annotation: text,
      problem: text,
      fix: object(
        {
          text,
          yaml: text,
          file: oneOf(['catalog-info.yaml', 'app-config.yaml']),
        },
        ['yaml', 'file'],
      ),
    },
    ['type', 'owner', 'system', 'annotation', 'problem'],
  ),
  Setup: object({
    found: object({
      entities: count,
      artifacts: count,
      locators: list(ref('LocatorStatus')),
    }),
    steps: list(
      object(
        {
          id: oneOf(setupSteps),
          done: { type: 'boolean' },
          missing: texts,
          yaml: text,
        },
        ['missing', 'yaml'],
      ),
    ),
    refusedHosts: object({
      items: list(object({ host: text, artifacts: count, entities: count })),
      more: count,
    }),
  }),
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

/** The requests about what is found, and what is not. */
export const discoveryPaths = {
  '/discovery': {
    get: {
      operationId: 'ListUnlocated',
      description:
        'How many of the entities that are expected to run something are known to, and those that are not. Only what the caller may see counts.',
      parameters: [
        filter('kind', 'Kinds of entities'),
        filter('type', 'Values of spec.type'),
        filter('owner', 'Full entity references of owners'),
        ...paging,
      ],
      responses: answer('Discovery', 'One page, and the figures of all'),
    },
  },
  '/setup': {
    get: {
      operationId: 'GetSetup',
      description:
        'What was found, and what the portal lacks, with the lines that close each gap. Needs `provenance.evidence.read.all`.',
      responses: answer('Setup', 'The steps'),
    },
  },
};
