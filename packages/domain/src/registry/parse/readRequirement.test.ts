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
  ])('refuses %j', (value, problem) => {
    expect(() => read(value)).toThrow(problem);
  });
});
