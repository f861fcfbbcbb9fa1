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

  it.each([
    ['retention', { retention: { days: 29 } }],
    ['headInterval', { headInterval: { hours: 2 } }],
    ['erasers[0]', { erasers: ['ann'] }],
    ['retentoin', { retentoin: {} }],
  ])('S10.2 S10.3 refuses %s', (key, value) => {
    expect(() => read(value)).toThrow(`provenance.log.${key}`);
  });
});
