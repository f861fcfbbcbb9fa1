import {
  signerSorts,
  sortOrders,
} from '@countersign/backstage-plugin-provenance-common';
import { choice, filter, paging } from './parameters';
import { callersText } from './schemas';
import { instant, list, object, oneOf, ref, text } from './shapes';

const count = { type: 'integer', minimum: 0 } as const;

/** What the answers about signers look like. */
export const signerSchemas = {
  SignerPage: object(
    {
      items: list(ref('SignerItem')),
      totalItems: count,
      pageInfo: object({ nextCursor: text }, ['nextCursor']),
      undetermined: count,
      note: text,
    },
    ['note'],
  ),
  SignerItem: object(
    {
      id: text,
      type: oneOf(['certificate', 'key']),
      authority: text,
      issuer: text,
      subject: text,
      subjectType: oneOf(['uri', 'email', 'other']),
      fingerprint: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
      accepted: { type: 'boolean' },
      closed: { type: 'boolean' },
      usages: count,
      acceptedUsages: count,
      firstSeenAt: instant,
      lastSeenAt: instant,
    },
    ['issuer', 'subject', 'subjectType', 'fingerprint'],
  ),
};

/** The requests about signers. */
export const signerPaths = {
  '/signers': {
    get: {
      operationId: 'ListSigners',
      description:
        'Who signed what runs now, as far as the caller may see a usage of it.',
      parameters: [
        {
          name: 'text',
          in: 'query',
          description:
            'A part of the subject, or of the name of a key; ASCII letters count the same in both cases',
          required: false,
          allowReserved: true,
          schema: callersText(500),
        },
        filter('issuer', 'OIDC issuers'),
        filter('authority', 'Names of authorities'),
        filter('environment', 'Environments of what they signed'),
        {
          name: 'accepted',
          in: 'query',
          description:
            '`true` where absent; `false`: whom no rule in force accepts',
          required: false,
          schema: { type: 'boolean' },
        },
        choice('sort', 'By what, `lastSeen` where absent', signerSorts),
        choice('order', '`desc` where absent', sortOrders),
        ...paging,
      ],
      responses: {
        200: {
          description: 'One page',
          content: { 'application/json': { schema: ref('SignerPage') } },
        },
        default: {
          description: 'An error in the form of @backstage/errors',
          content: { 'application/json': { schema: ref('Error') } },
        },
      },
    },
  },
};
