import { readBuilder } from './readBuilder';

const read = (value: unknown) => readBuilder(value, 'builder');
const why = { level: 3, because: 'We looked.' };
const identity = { issuer: 'https://i.test', subject: 'https://s.test/**' };

describe('S2.3 builders that the company reviewed', () => {
  it.each([
    [
      { ...identity, ...why },
      { signer: identity, ...why },
    ],
    [
      { ...identity, ...why, claims: { runnerEnvironment: 'self-hosted' } },
      {
        signer: { ...identity, claims: { runnerEnvironment: 'self-hosted' } },
        ...why,
      },
    ],
    [
      { builder: 'https://ci.test/*', key: 'ci', ...why },
      { builder: 'https://ci.test/*', signer: { key: 'ci' }, ...why },
    ],
  ])('%j', (value, expected) => {
    expect(read(value)).toEqual(expected);
  });

  it.each([
    [{ ...identity, level: 3 }, 'builder.because: is missing'],
    [{ ...identity, because: 'x' }, 'builder.level: is missing'],
    [{ ...identity, ...why, level: 4 }, 'must lie between 1 and 3'],
    [{ issuer: 'i', ...why }, 'builder.subject'],
    [{ ...identity, ...why, subject: '***' }, 'builder.subject'],
    [
      { ...identity, ...why, claims: { runner: 'x' } },
      'claims.runner: unknown',
    ],
    [{ ...identity, ...why, claims: { owner: 1 } }, 'builder.claims.owner'],
    [{ key: 'ci', ...why }, 'builder.builder: is missing'],
    [{ builder: 'b', key: 'ci', ...identity, ...why }, 'by a key or by an'],
    [{ ...identity, ...why, levels: 3 }, 'builder.levels: unknown key'],
  ])('refuses %j', (value, problem) => {
    expect(() => read(value)).toThrow(problem);
  });
});
