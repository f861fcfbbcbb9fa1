import { instant, list, object, oneOf, ref, text } from './shapes';
import { signerSchemas } from './signerPaths';

const count = { type: 'integer', minimum: 0 } as const;

const nearest = object({
  index: count,
  part: oneOf([
    ...['kind', 'authority', 'issuer', 'subject', 'claim', 'ref', 'key'],
  ]),
  ...{ found: text, wanted: text },
});

const { type, fingerprint } = signerSchemas.SignerItem.properties;

/** What the answers that help to write rules look like. */
export const acceptanceSchemas = {
  /** The rule is read by the strict parser, which says more than a schema can. */
  RulePreviewRequest: object({ rule: { type: 'object' } }),
  PreviewedSigner: object(
    {
      ...{ id: text, type, authority: text, issuer: text, subject: text },
      ...{ fingerprint, usages: count, lastSeenAt: instant },
      ...{ refs: list(text), nearest },
    },
    ['issuer', 'subject', 'fingerprint', 'refs', 'nearest'],
  ),
  RulePreview: object({
    matching: list(ref('PreviewedSigner')),
    others: list(ref('PreviewedSigner')),
    counts: object({ matching: count, others: count }),
    usages: count,
  }),
  RuleUse: object(
    { rule: text, usages: count, met: count, lastMetAt: instant },
    ['lastMetAt'],
  ),
  AcceptanceUse: object(
    {
      ...{ version: count, countedAt: instant },
      ...{ rules: list(ref('RuleUse')), pending: count },
    },
    ['pending'],
  ),
  RuleSuggestion: object({
    ...{ id: text, rule: { type: 'object' } },
    ...{ signers: list(ref('SignerItem')), usages: count },
    environments: list(text),
    basis: oneOf(['binding', 'managed-by', 'none']),
    isPreselected: { type: 'boolean' },
  }),
  RuleSuggestions: object({
    suggestions: list(ref('RuleSuggestion')),
    left: list(object({ signer: ref('SignerItem'), why: text })),
  }),
};

const answer = (schema: string, description: string) => ({
  description,
  content: { 'application/json': { schema: ref(schema) } },
});

const errors = {
  default: answer('Error', 'An error in the form of @backstage/errors'),
};

/** The requests that help to write rules. */
export const acceptancePaths = {
  '/acceptance/preview': {
    post: {
      operationId: 'PreviewRule',
      description:
        'Whom a rule that is being written would mean, of those who signed what the caller may see. Needs `provenance.acceptance.read`.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: ref('RulePreviewRequest') } },
      },
      responses: { 200: answer('RulePreview', 'Whom it means'), ...errors },
    },
  },
  '/acceptance/use': {
    get: {
      operationId: 'GetAcceptanceUse',
      description:
        'Of how many usages each rule in force speaks, and how many meet it, over all usages; at most a minute old. Needs `provenance.acceptance.read`.',
      responses: { 200: answer('AcceptanceUse', 'The figures'), ...errors },
    },
  },
  '/acceptance/suggestions': {
    get: {
      operationId: 'ListRuleSuggestions',
      description:
        'The narrowest rules for those who sign what the caller may see and whom no rule in force accepts. Needs `provenance.acceptance.read`.',
      responses: {
        200: answer('RuleSuggestions', 'The suggestions'),
        ...errors,
      },
    },
  },
};
