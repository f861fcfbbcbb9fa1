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
  ])('asks for %s', async (_name, ask, path) => {
    const { client, fetch } = clientThatAnswers(200, { items: [] });
    await expect(ask(client)).resolves.toEqual({ items: [] });
    expect(fetch.mock.calls[0][0]).toBe(`http://portal/api/provenance/${path}`);
  });

  it('posts a check as JSON', async () => {
    const { client, fetch } = clientThatAnswers(202, { usageIds: ['1'] });
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
