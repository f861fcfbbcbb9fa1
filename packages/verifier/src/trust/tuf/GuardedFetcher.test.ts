import { GuardedFetcher } from './GuardedFetcher';

const mirror = 'https://tuf.example/repository';

function fetcher(status = 200) {
  const get = jest.fn(async ({ url }) => ({
    status,
    url,
    headers: {},
    body: Buffer.from('{}'),
  }));
  const options = { http: { get }, mirror, folder: '/nowhere' };
  return { get, fetcher: new GuardedFetcher(options) };
}

describe('GuardedFetcher', () => {
  it('asks for what the updater wants, and for no byte more', async () => {
    const { get, fetcher: one } = fetcher();
    const bytes = await one.downloadBytes(`${mirror}/timestamp.json`, 100);
    expect(bytes.toString()).toBe('{}');
    expect(get).toHaveBeenCalledWith({
      url: new URL(`${mirror}/timestamp.json`),
      purpose: 'trust root /repository/timestamp.json',
      limit: 'materialBytes',
      atMost: 100,
    });
  });

  it.each([
    `${mirror}/../other/timestamp.json`,
    `${mirror}/targets/../../../etc/passwd`,
    `${mirror}/targets/%2e%2e/%2e%2e/x`,
    `${mirror}-of-somebody/timestamp.json`,
    'https://tuf.example.evil/repository/timestamp.json',
    'http://tuf.example/repository/timestamp.json',
  ])('CVE-2026-24137 does not leave the repository for %s', async address => {
    const { get, fetcher: one } = fetcher();
    await expect(one.downloadBytes(address, 100)).rejects.toThrow(
      'lies outside of the mirror',
    );
    expect(get).not.toHaveBeenCalled();
  });

  it.each([
    [404, 'DownloadHTTPError', 'answered 404'],
    [403, 'DownloadHTTPError', 'answered 403'],
    [401, 'LookError', 'answered 401'],
    [204, 'LookError', 'answered 204'],
  ])(
    'tells "there is none" from trouble: %d',
    async (status, name, message) => {
      const { fetcher: one } = fetcher(status);
      const failure = await one
        .downloadBytes(`${mirror}/2.root.json`, 100)
        .catch(error => error);
      expect(failure.constructor.name).toBe(name);
      expect(failure.message).toContain(message);
    },
  );
});
