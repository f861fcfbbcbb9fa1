import { ProvenanceClient } from '@countersign/backstage-plugin-provenance-common';
import { openApiDocument } from './document';

type Call = (client: ProvenanceClient) => Promise<unknown>;

const text = {
  ...{ title: 'T', reason: 'R', content: {}, base: 1, expected: '0' },
};

/** Each operation as the client calls it. */
const calls: Record<string, Call> = {
  ListUsages: client => client.listUsages({ verdict: ['trusted'], limit: 1 }),
  GetUsage: client => client.getUsage('1'),
  ListUsageHistory: client => client.listHistory('1', { limit: 1 }),
  ListFindings: client => client.listFindings({ state: 'all' }),
  GetDigest: client => client.getDigest(`sha256:${'0'.repeat(64)}`),
  ListSigners: client => client.listSigners({ accepted: false }),
  GetAcceptance: client => client.getAcceptance(),
  GetAcceptanceUse: client => client.getAcceptanceUse(),
  ListRuleSuggestions: client => client.listRuleSuggestions(),
  PreviewRule: client => client.previewRule({ rule: {} }),
  ListAcceptanceVersions: client => client.listAcceptanceVersions({ limit: 1 }),
  GetAcceptanceVersion: client => client.getAcceptanceVersion(1),
  ReviewAcceptanceVersion: client => client.reviewVersion(1, text),
  ListProposals: client => client.listProposals({ state: 'open' }),
  GetProposal: client => client.getProposal('1'),
  CreateProposal: client => client.createProposal(text),
  EditProposal: client => client.editProposal('1', text),
  RebaseProposal: client => client.rebaseProposal('1', text),
  OpenProposal: client => client.openProposal('1', text),
  WithdrawProposal: client => client.withdrawProposal('1', text),
  ApproveProposal: client => client.approveProposal('1', text),
  RequestProposalChanges: client => client.requestProposalChanges('1', text),
  RejectProposal: client => client.rejectProposal('1', text),
  MergeProposal: client => client.mergeProposal('1', text),
  GetProposalReplay: client => client.getReplay('1'),
  ReplayProposal: client => client.startReplay('1', text),
  AcknowledgeReplay: client =>
    client.acknowledgeReplay('1', { ...text, keys: [], text: 'Yes.' }),
  CommentOnProposal: client => client.commentOnProposal('1', 'Why?'),
  ListReasons: client => client.listReasons(),
  GetStatus: client => client.getStatus(),
  CheckIntegrity: client => client.checkIntegrity({ after: 'x' }),
  ListUnlocated: client => client.getDiscovery({ kind: ['Component'] }),
  GetSetup: client => client.getSetup(),
  ReportDeployments: client => client.reportDeployments([]),
  CreateCheck: client => client.requestCheck({ usageId: '1' }),
  EraseIdentity: client => client.eraseIdentity({ identity: 'a@b.example' }),
};

/** Operations that the client leaves out, each with the reason. */
const leftOut: Record<string, string> = {
  ReplayAcceptance: 'asked by `ct registry replay`',
  GetAcceptanceReplay: 'asked by `ct registry replay`',
};

interface Operation {
  operationId: string;
  method: string;
  path: string;
  parameters: { name: string; in: string }[];
}

const operations: Operation[] = Object.entries(openApiDocument.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods as object as Record<string, Operation>).map(
      ([method, { operationId, parameters = [] }]) => ({
        ...{ operationId, parameters, path },
        method: method.toUpperCase(),
      }),
    ),
);

/** What the client sends. */
async function sentBy(call: Call) {
  const fetch = jest.fn(
    async (_url: string | URL | Request, _init?: RequestInit) =>
      ({ ok: true, json: async () => ({}) } as Response),
  );
  await call(
    new ProvenanceClient({
      discoveryApi: { getBaseUrl: async () => 'http://portal' },
      fetchApi: { fetch },
    }),
  );
  const [[url, init]] = fetch.mock.calls;
  return { url: new URL(String(url)), method: init?.method ?? 'GET' };
}

describe('the client and the document', () => {
  it('know the same operations', () => {
    const known = [...Object.keys(calls), ...Object.keys(leftOut)];
    expect(known.sort()).toEqual(
      operations.map(({ operationId }) => operationId).sort(),
    );
    for (const reason of Object.values(leftOut)) expect(reason).not.toBe('');
  });

  it('each method of the client is one of them', async () => {
    const methods = Object.getOwnPropertyNames(ProvenanceClient.prototype);
    const inner = ['constructor', 'request', 'post'];
    const called = Object.values(calls).map(
      call => /client\.(\w+)\(/.exec(String(call))?.[1],
    );
    expect(called.sort()).toEqual(
      methods.filter(method => !inner.includes(method)).sort(),
    );
  });

  it.each(operations.filter(({ operationId }) => operationId in calls))(
    '$operationId is $method $path',
    async ({ operationId, method, path, parameters }) => {
      const sent = await sentBy(calls[operationId]);
      const form = path.replace(/\{\w+\}/g, '[^/]+');
      expect(sent.url.pathname).toMatch(new RegExp(`^${form}$`));
      expect(sent.method).toBe(method);
      const inQuery = parameters.filter(one => one.in === 'query');
      expect(inQuery.map(({ name }) => name)).toEqual(
        expect.arrayContaining([...sent.url.searchParams.keys()]),
      );
    },
  );
});
