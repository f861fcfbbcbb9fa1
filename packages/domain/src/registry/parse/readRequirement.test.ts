import { readRequirement } from './readRequirement';

const read = (value: unknown) => readRequirement(value, 'rule');
const key = { key: 'scanner' };

describe('what a rule can require', () => {
  it.each([
    [{ type: 'signature' }, { type: 'signature' }],
    [
      { type: 'provenance', minimumLevel: 3, builders: ['https://b.test/**'] },
      { type: 'provenance', minimumLevel: 3, builders: ['https://b.test/**'] },
    ],
    [
      {
        type: 'scan',
        maximum: { critical: 0, high: 5 },
        maximumAge: { days: 1, hours: 12 },
        signers: [key],
      },
      {
        type: 'scan',
        maximum: { critical: 0, high: 5 },
        maximumAgeMs: 36 * 3_600_000,
        signers: [key],
      },
    ],
    [{ type: 'test' }, { type: 'test' }],
    [
      { type: 'signature', log: true, matchReference: false },
      { type: 'signature', log: true, matchReference: false },
    ],
    [
      { type: 'sbom', mode: 'observe', modes: { prod: 'enforce' } },
      { type: 'sbom', mode: 'observe', modes: { prod: 'enforce' } },
    ],
    [{ type: 'sbom' }, { type: 'sbom' }],
    [
      { type: 'summary', verifiers: ['v'], levels: ['SLSA_BUILD_LEVEL_2'] },
      { type: 'summary', verifiers: ['v'], levels: ['SLSA_BUILD_LEVEL_2'] },
    ],
  ])('%j', (value, expected) => {
    expect(read(value)).toEqual(expected);
  });

  it.each([
    [{}, 'rule.type: is missing'],
    [{ type: 'scans' }, 'did you mean "scan"?'],
    [{ type: 'scan', maxmum: {} }, 'rule.maxmum: unknown key'],
    [{ type: 'signature', maximum: { critical: 0 } }, 'unknown key'],
    [{ type: 'scan', minimumLevel: 3 }, 'rule.minimumLevel: unknown key'],
    [{ type: 'scan', maximum: {} }, 'rule.maximum: limits nothing'],
    [{ type: 'scan', maximum: { severe: 0 } }, 'rule.maximum.severe: unknown'],
    [{ type: 'scan', maximum: { high: -1 } }, 'rule.maximum.high: must lie'],
    [{ type: 'scan', maximumAge: {} }, 'rule.maximumAge: is no time at all'],
    [{ type: 'scan', maximumAge: { days: 1.5 } }, 'must be a whole number'],
    [{ type: 'scan', maximumAge: { days: 4_000 } }, 'must lie between'],
    [{ type: 'scan', maximumAge: { months: 1 } }, 'maximumAge.months: unknown'],
    [{ type: 'scan', signers: [] }, 'rule.signers: is empty'],
    [{ type: 'provenance', minimumLevel: 4 }, 'must lie between 1 and 3'],
    [{ type: 'provenance', builders: ['***'] }, 'rule.builders[0]'],
    [{ type: 'summary', levels: [] }, 'rule.levels: is empty'],
    [{ type: 'sbom', mode: 'enforced' }, 'did you mean "enforce"?'],
    [{ type: 'sbom', log: 'yes' }, 'rule.log: must be true or false'],
    [{ type: 'sbom', modes: {} }, 'rule.modes: names no environment'],
    [{ type: 'sbom', modes: ['prod'] }, 'rule.modes: must be an object'],
    [{ type: 'sbom', modes: { prod: 'on' } }, 'rule.modes.prod: "on" is none'],
    [{ type: 'sbom', modes: { prod: null } }, 'rule.modes.prod: must be text'],
  ])('refuses %j', (value, problem) => {
    expect(() => read(value)).toThrow(problem);
  });

  it('refuses a mode where its rule does not apply', () => {
    const value = { type: 'sbom', modes: { dev: 'off' } };
    expect(() => readRequirement(value, 'rule', ['prod'])).toThrow(
      'rule.modes.dev: is no environment in which the rule applies',
    );
    expect(readRequirement(value, 'rule', ['dev', 'prod'])).toEqual(value);
  });
});
