import { ProvenanceClient } from './ProvenanceClient';

function clientThatAnswers(status: number, body: unknown) {
  const fetch = jest.fn(
    async (_url: string | URL | Request, _init?: RequestInit) =>
      ({
        ok: status < 400,
        status,
        statusText: 'text',
        headers: new Map([['content-type', 'application/json']]),
        json: async () => body,
        text: async () => JSON.stringify(body),
      } as unknown as Response),
  );
  const client = new ProvenanceClient({
    discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetchApi: { fetch },
  });
  return { client, fetch };
}

describe('ProvenanceClient', () => {
  it('sends each value of a filter, and leaves out what is not asked for', async () => {
    const page = { items: [], totalItems: 0, pageInfo: {} };
    const { client, fetch } = clientThatAnswers(200, page);
    await expect(
      client.listUsages({
        entityRef: ['component:default/a b'],
        verdict: ['untrusted', 'unsigned'],
        limit: 20,
        cursor: undefined,
      }),
    ).resolves.toEqual(page);
    expect(fetch.mock.calls[0][0]).toBe(
      'http://portal/api/provenance/usages?entityRef=component%3Adefault%2Fa+b&verdict=untrusted&verdict=unsigned&limit=20',
    );
  });

  it('keeps an id inside its path segment', async () => {
    const { client, fetch } = clientThatAnswers(200, {});
    await client.getUsage('../../catalog/entities?x#y');
    expect(fetch.mock.calls[0][0]).toBe(
      'http://portal/api/provenance/usages/..%2F..%2Fcatalog%2Fentities%3Fx%23y',
    );
  });

  it.each<[string, (client: ProvenanceClient) => Promise<unknown>, string]>([
    [
      'a history',
      client => client.listHistory('a/b', { limit: 5, cursor: 'c' }),
      'usages/a%2Fb/history?limit=5&cursor=c',
    ],
    [
      'findings',
      client => client.listFindings({ state: 'all', code: ['tag-moved'] }),
      'findings?state=all&code=tag-moved',
    ],
    [
      'a digest',
      client => client.getDigest('sha256:0/..'),
      'digests/sha256%3A0%2F..',
    ],
    ['the rules', client => client.getAcceptance(), 'acceptance'],
    [
      'signers',
      client => client.listSigners({ accepted: false, text: 'a&b' }),
      'signers?accepted=false&text=a%26b',
    ],
    ['the status', client => client.getStatus(), 'status'],
    [
      'the integrity of the log',
      client => client.checkIntegrity({ sequence: 7, hash: 'f', after: '1:f' }),
      'integrity?sequence=7&hash=f&after=1%3Af',
    ],
    [
      'what nothing is known of',
      client => client.getDiscovery({ kind: ['Component'], owner: ['a', 'b'] }),
      'discovery?kind=Component&owner=a&owner=b',
    ],
    ['what the portal lacks', client => client.getSetup(), 'setup'],
  ])('asks for %s', async (_name, ask, path) => {
    const { client, fetch } = clientThatAnswers(200, { items: [] });
    await expect(ask(client)).resolves.toEqual({ items: [] });
    expect(fetch.mock.calls[0][0]).toBe(`http://portal/api/provenance/${path}`);
  });

  it('posts an erasure as JSON, and nothing of it in the address', async () => {
    const { client, fetch } = clientThatAnswers(200, { details: 3 });
    const request = { identity: 'ann@example.com' };
    await expect(client.eraseIdentity(request)).resolves.toEqual({
      details: 3,
    });
    const [url, init] = fetch.mock.calls[0];
    expect(url).toBe('http://portal/api/provenance/erasures');
    expect(init).toMatchObject({
      method: 'POST',
      body: '{"identity":"ann@example.com"}',
    });
  });

  it('posts a check as JSON', async () => {
    const { client, fetch } = clientThatAnswers(202, {
      usageIds: ['1'],
      justLooked: [],
    });
    await client.requestCheck({ entityRef: 'component:default/a' });
    expect(fetch.mock.calls[0]).toEqual([
      'http://portal/api/provenance/checks',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"entityRef":"component:default/a"}',
      },
    ]);
  });

  it('posts reports as a batch, and resolves where some are refused', async () => {
    const items = [
      { status: 'refused', code: 'not-allowed', message: 'no' },
    ] as const;
    const { client, fetch } = clientThatAnswers(207, { items });
    await expect(
      client.reportDeployments([{ name: 'a', removed: true }]),
    ).resolves.toEqual({ items });
    expect(fetch.mock.calls[0]).toEqual([
      'http://portal/api/provenance/deployments',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"items":[{"name":"a","removed":true}]}',
      },
    ]);
  });

  it('rejects with the error that the backend named', async () => {
    const { client } = clientThatAnswers(403, {
      error: { name: 'NotAllowedError', message: 'no' },
      response: { statusCode: 403 },
    });
    await expect(client.listReasons()).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 403,
      cause: { name: 'NotAllowedError' },
    });
  });
});
