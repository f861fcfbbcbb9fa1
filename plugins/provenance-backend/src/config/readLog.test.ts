import { readLog } from './readLog';

const read = (value: unknown) => readLog(value, 'provenance.log');

describe('readLog', () => {
  it('S10.3 keeps seven years, and tells the head hourly, where nothing is said', () => {
    expect(read({})).toEqual({
      headIntervalMs: 3_600_000,
      retentionMs: 7 * 365 * 86_400_000,
      erasers: [],
    });
  });

  it('reads what is said', () => {
    const erasers = ['group:default/privacy', 'user:default/ann'];
    expect(
      read({ headInterval: { minutes: 5 }, retention: { days: 30 }, erasers }),
    ).toEqual({ headIntervalMs: 300_000, retentionMs: 2_592_000_000, erasers });
  });

  it('S10.2 reads where the head goes', () => {
    const secret = 'sixteen letters!';
    const url = 'https://hooks.example/a?b=c';
    const webhook = { url, privateNetwork: true, token: 'x', secret };
    expect(read({ head: { webhook } }).webhook).toEqual(webhook);
    expect(read({ head: {} })).not.toHaveProperty('webhook');
    const local = { url: 'http://127.0.0.1:8080/' };
    expect(read({ head: { webhook: local } }).webhook).toEqual(local);
  });

  it.each([
    ['url', {}],
    ['url', { url: 'hooks.example/xyzzy' }],
    ['url', { url: 'ftp://hooks.example/xyzzy' }],
    ['url', { url: 'http://hooks.example/xyzzy' }],
    ['url', { url: 'http://localhost.evil.example/xyzzy' }],
    ['url', { url: 'https://a:xyzzy@hooks.example' }],
    ['url', { url: 'https://hooks.example/#xyzzy' }],
    ['secret', { url: 'https://hooks.example', secret: 'xyzzy' }],
    ['token', { url: 'https://hooks.example', token: 'xyzzy\n' }],
    ['headers', { url: 'https://hooks.example', headers: {} }],
  ])(
    'S12.2 refuses a webhook with such a %s, and quotes none',
    (key, webhook) => {
      const message = () => {
        try {
          return String(read({ head: { webhook } }));
        } catch (error) {
          return (error as Error).message;
        }
      };
      expect(message()).toContain(`provenance.log.head.webhook.${key}`);
      expect(message()).not.toContain('xyzzy');
    },
  );

  it.each([
    ['retention', { retention: { days: 29 } }],
    ['headInterval', { headInterval: { hours: 2 } }],
    ['erasers[0]', { erasers: ['ann'] }],
    ['retentoin', { retentoin: {} }],
  ])('S10.2 S10.3 refuses %s', (key, value) => {
    expect(() => read(value)).toThrow(`provenance.log.${key}`);
  });
});
