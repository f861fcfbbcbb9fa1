import { blockerReasons, lintCodes, proposalStates } from '@countersign/domain';
import { choice, paging } from './parameters';
import { callersText } from './schemas';
import { instant, list, object, oneOf, ref, text } from './shapes';

const hash = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;
const count = { type: 'integer', minimum: 0 } as const;
/** Read by the strict parser, which says more than a schema can. */
const content = { type: 'object' } as const;
const number = { type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 } as const;

const version = {
  ...{ number, hash },
  source: oneOf(['configuration', 'seed', 'proposal']),
  ...{ predecessor: number, proposal: text },
  approvals: list(object({ by: text, at: instant })),
  ...{ reviewed: { type: 'boolean' }, seenAt: instant },
  review: object({ by: text, at: instant, text }, ['text']),
};
const absentInVersion = ['predecessor', 'proposal', 'review'];

const proposal = {
  ...{ id: text, state: oneOf(proposalStates), title: text, reason: text },
  ...{ base: number, binding: hash, mergedAs: number },
  ...{ createdAt: instant, updatedAt: instant },
};

const page = (item: string) =>
  object({
    items: list(ref(item)),
    totalItems: count,
    pageInfo: object({ nextCursor: text }, ['nextCursor']),
  });

const answers = {
  ...list(
    object(
      {
        ...{ code: oneOf(lintCodes), path: callersText(500) },
        ...{ value: callersText(5000), because: callersText(1000) },
      },
      ['value'],
    ),
  ),
  maxItems: 200,
};
const written = {
  ...{ title: callersText(200), reason: callersText(5000), content, answers },
};

/** What versions and proposals look like. */
export const proposalSchemas = {
  AcceptanceVersion: object(version, absentInVersion),
  AcceptanceVersionDetail: object({ ...version, content }, absentInVersion),
  AcceptanceVersionPage: page('AcceptanceVersion'),
  Proposal: object(proposal, ['mergedAs']),
  ProposalPage: page('Proposal'),
  ProposalReview: object(
    {
      act: oneOf(['approve', 'request-changes', 'reject', 'comment', 'merge']),
      ...{ by: text, binding: hash, text, at: instant },
    },
    ['text'],
  ),
  ProposalDetail: object(
    {
      ...{ ...proposal, content, baseContent: content },
      ...{ authors: list(text), reviews: list(ref('ProposalReview')) },
      ...{ answers: list({ type: 'object' }), lint: list({ type: 'object' }) },
      review: object({
        demand: { type: 'object' },
        outcome: { type: 'object' },
      }),
    },
    ['mergedAs', 'baseContent', 'review'],
  ),
  ProposalCreation: object({ ...written, base: number }, ['answers']),
  ProposalEdit: object({ ...written, expected: hash }, ['answers']),
  ProposalRebase: object({ expected: hash, base: number, content }),
  ProposalWord: object({ expected: hash, text: callersText(5000) }, ['text']),
  ProposalComment: object({ text: callersText(5000) }),
  ReplayAcknowledgement: object({
    expected: hash,
    keys: { ...list(hash), minItems: 1, maxItems: 5000 },
    text: callersText(5000),
  }),
  RegistryReplayRequest: object({ content }),
  RegistryReplay: object(
    {
      ...{ id: text, base: { type: 'integer', minimum: 0 } },
      state: oneOf(['running', 'done', 'failed']),
      ...{ done: count, startedAt: instant, heardAt: instant, problem: text },
      result: { type: 'object' },
      blockers: list(
        object({ ...{ key: hash, why: list(oneOf(blockerReasons)), text } }),
      ),
    },
    ['result', 'problem'],
  ),
  ProposalReplay: object(
    {
      ...{ binding: hash, isCurrent: { type: 'boolean' }, by: text },
      state: oneOf(['running', 'done', 'failed']),
      ...{ done: count, startedAt: instant, heardAt: instant, problem: text },
      result: { type: 'object' },
      blockers: list(
        object(
          {
            ...{ key: hash, why: list(oneOf(blockerReasons)), text },
            acknowledged: object({ by: text, text, at: instant }),
          },
          ['acknowledged'],
        ),
      ),
    },
    ['result', 'problem'],
  ),
};

const answer = (schema: string, description: string, status = 200) => ({
  [status]: {
    description,
    content: { 'application/json': { schema: ref(schema) } },
  },
  default: {
    description: 'An error in the form of @backstage/errors',
    content: { 'application/json': { schema: ref('Error') } },
  },
});

const inPath = (name: string, schema: object) => ({
  ...{ name, in: 'path', required: true, schema },
});
const id = inPath('id', callersText(36));

const acting = (
  operationId: string,
  description: string,
  body: string,
  permission: string,
  responses: object,
  parameter: object = id,
) => ({
  post: {
    operationId,
    description: `${description} Needs \`provenance.acceptance.${permission}\`, and a person.`,
    parameters: [parameter],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: ref(body) } },
    },
    responses,
  },
});

const act = (
  operationId: string,
  description: string,
  body: string,
  permission: string,
) =>
  acting(
    operationId,
    description,
    body,
    permission,
    answer('ProposalDetail', 'The proposal as it is now'),
  );

/** The requests about versions of the acceptance list and about proposals to change it. */
export const proposalPaths = {
  '/acceptance/versions': {
    get: {
      operationId: 'ListAcceptanceVersions',
      description:
        'Versions of the acceptance list, newest first. Needs `provenance.acceptance.read`.',
      parameters: [...paging],
      responses: answer('AcceptanceVersionPage', 'One page'),
    },
  },
  '/acceptance/versions/{number}': {
    get: {
      operationId: 'GetAcceptanceVersion',
      description:
        'One version and what it says. Needs `provenance.acceptance.read`.',
      parameters: [inPath('number', number)],
      responses: answer('AcceptanceVersionDetail', 'The version'),
    },
  },
  '/acceptance/versions/{number}/review': acting(
    'ReviewAcceptanceVersion',
    'A word for a version that came into force without one, by whoever neither wrote nor merged it.',
    'ProposalWord',
    'review',
    answer('AcceptanceVersionDetail', 'The version as it is now'),
    inPath('number', number),
  ),
  '/acceptance/replays': {
    post: {
      operationId: 'ReplayAcceptance',
      description:
        'Begins to hold everything that is stored to a list that nobody has proposed; one at a time for each caller. Needs `provenance.acceptance.read`.',
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: ref('RegistryReplayRequest') },
        },
      },
      responses: answer('RegistryReplay', 'How far it is', 202),
    },
  },
  '/acceptance/replays/{id}': {
    get: {
      operationId: 'GetAcceptanceReplay',
      description:
        'What the list would do, to whoever asked, for an hour. Needs `provenance.acceptance.read`.',
      parameters: [id],
      responses: answer('RegistryReplay', 'How far it is, or what came of it'),
    },
  },
  '/proposals': {
    get: {
      operationId: 'ListProposals',
      description:
        'Proposals to change the acceptance list, newest first. Needs `provenance.acceptance.read`.',
      parameters: [
        choice('state', 'Where they stand', proposalStates),
        ...paging,
      ],
      responses: answer('ProposalPage', 'One page'),
    },
    post: {
      operationId: 'CreateProposal',
      description:
        'Begins a draft over the version in force. Needs `provenance.acceptance.propose`, and a person.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: ref('ProposalCreation') } },
      },
      responses: answer('ProposalDetail', 'The draft', 201),
    },
  },
  '/proposals/{id}': {
    get: {
      operationId: 'GetProposal',
      description:
        'A proposal, what the linter says of it and whose word it lacks. Needs `provenance.acceptance.read`.',
      parameters: [id],
      responses: answer('ProposalDetail', 'The proposal'),
    },
  },
  '/proposals/{id}/edit': act(
    'EditProposal',
    'Replaces what it says, and voids what was approved.',
    'ProposalEdit',
    'propose',
  ),
  '/proposals/{id}/rebase': act(
    'RebaseProposal',
    'Puts it over the version in force, and voids what was approved.',
    'ProposalRebase',
    'propose',
  ),
  '/proposals/{id}/open': act(
    'OpenProposal',
    'Hands it to the reviewers, once the linter finds nothing that is left open.',
    'ProposalWord',
    'propose',
  ),
  '/proposals/{id}/withdraw': act(
    'WithdrawProposal',
    'Takes it back.',
    'ProposalWord',
    'propose',
  ),
  '/proposals/{id}/approve': act(
    'ApproveProposal',
    'A word for exactly this content over this base, by whoever did not write it.',
    'ProposalWord',
    'review',
  ),
  '/proposals/{id}/request-changes': act(
    'RequestProposalChanges',
    'A word against it as it is.',
    'ProposalWord',
    'review',
  ),
  '/proposals/{id}/reject': act(
    'RejectProposal',
    'Ends it.',
    'ProposalWord',
    'review',
  ),
  '/proposals/{id}/merge': act(
    'MergeProposal',
    'Puts it into force, once it is approved and everything that its replay found was acknowledged.',
    'ProposalWord',
    'propose',
  ),
  '/proposals/{id}/replay': {
    get: {
      operationId: 'GetProposalReplay',
      description:
        'What the proposal would do to everything that runs, and what of it was acknowledged. Needs `provenance.acceptance.read`.',
      parameters: [id],
      responses: answer('ProposalReplay', 'The newest replay'),
    },
    ...acting(
      'ReplayProposal',
      'Begins to replay it over everything that is stored, unless that is under way.',
      'ProposalWord',
      'read',
      answer('ProposalReplay', 'How far it is', 202),
    ),
  },
  '/proposals/{id}/acknowledgements': acting(
    'AcknowledgeReplay',
    'A word for what the replay found, by whoever did not write the proposal and reviews.',
    'ReplayAcknowledgement',
    'review',
    answer('ProposalReplay', 'The replay as it is now'),
  ),
  '/proposals/{id}/comments': act(
    'CommentOnProposal',
    'Says something about it.',
    'ProposalComment',
    'read',
  ),
};
