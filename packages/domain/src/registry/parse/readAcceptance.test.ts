import { ConfigurationError } from './ConfigurationError';
import { nearestKey } from './nearestKey';
import { readAcceptance } from './readAcceptance';

const signer = {
  authority: 'public-good',
  issuer: 'https://issuer.example',
  subject: 'https://github.com/acme/*',
};
const rule = {
  name: 'acme-release',
  references: ['ghcr.io/acme/**'],
  signers: [signer],
};

const read = (initial: unknown) => readAcceptance({ initial }, 'acceptance');

function problem(initial: unknown) {
  try {
    read(initial);
  } catch (error) {
    if (error instanceof ConfigurationError)
      return { path: error.path, message: error.message };
    throw error;
  }
  return 'was accepted';
}

describe('readAcceptance', () => {
  it('reads a rule with everything that it may say', () => {
    const whole = {
      ...rule,
      environments: ['prod'],
      mode: 'enforce',
      runbook: 'https://wiki.example/signing',
      signers: [signer, { key: 'platform-key' }],
    };
    expect(read([whole])).toEqual({ initial: [whole] });
  });

  it('S4.7 observes unless the rule says otherwise', () => {
    expect(read([rule]).initial[0].mode).toBe('observe');
  });

  it('reads what a rule does by environment', () => {
    const modes = { prod: 'enforce', dev: 'off' };
    expect(read([{ ...rule, modes }]).initial[0].modes).toEqual(modes);
    const some = { ...rule, environments: ['prod'], modes };
    expect(() => read([some])).toThrow(
      'acceptance.initial[0].modes.dev: is no environment in which the rule applies',
    );
  });

  it('reads whose rule it is and why', () => {
    const said = { ...rule, owner: 'group:default/payments', rationale: 'So.' };
    expect(read([said]).initial[0]).toMatchObject(said);
    for (const owner of [
      'payments',
      'group:payments',
      'Group:default/payments',
    ])
      expect(() => read([{ ...rule, owner }])).toThrow(
        'acceptance.initial[0].owner: must be the full reference',
      );
  });

  it('takes no list for an empty one', () => {
    expect(readAcceptance({}, 'acceptance')).toEqual({ initial: [] });
  });

  it.each<[string, unknown, string]>([
    ['acceptance.initial', [], 'is empty'],
    ['acceptance.initial', {}, 'must be a list, not an object'],
    ['acceptance.initial', [rule, rule], '"acme-release" is there twice'],
    ['acceptance.initial[0]', ['x'], 'must be an object, not a string'],
    ['acceptance.initial[0].name', [{ ...rule, name: ' ' }], 'is empty'],
    ['acceptance.initial[0].Mode', [{ ...rule, Mode: 'off' }], 'mean "mode"?'],
    [
      'acceptance.initial[0].mode',
      [{ ...rule, mode: 'enforced' }],
      'did you mean "enforce"?',
    ],
    [
      'acceptance.initial[0].references',
      [{ ...rule, references: [] }],
      'empty',
    ],
    [
      'acceptance.initial[0].references[0]',
      [{ ...rule, references: ['a/***'] }],
      '"***" is neither',
    ],
    ['acceptance.initial[0].kinds', [{ ...rule, kinds: [] }], 'is empty'],
    [
      'acceptance.initial[0].kinds[1]',
      [{ ...rule, kinds: ['sbom', 'container'] }],
      '"container" is none of container-image,',
    ],
    ['acceptance.initial[0].signers', [{ ...rule, signers: [] }], 'is empty'],
    [
      'acceptance.initial[0].signers[0].issuer',
      [{ ...rule, signers: [{ ...signer, issuer: undefined }] }],
      'is missing',
    ],
    [
      'acceptance.initial[0].signers[0].isExact',
      [{ ...rule, signers: [{ ...signer, isExact: true }] }],
      'unknown key',
    ],
    [
      'acceptance.initial[0].signers[0].subject',
      [{ ...rule, signers: [{ ...signer, subject: '' }] }],
      'is empty',
    ],
    [
      'acceptance.initial[0].signers[0]',
      [{ ...rule, signers: [{ key: 'a', issuer: 'x' }] }],
      'either a key',
    ],
  ])('refuses %s of %j', (path, initial, message) => {
    expect(problem(initial)).toEqual({
      path,
      message: expect.stringContaining(message),
    });
  });
});

describe('nearestKey', () => {
  const known = ['signers', 'references', 'mode'];

  it.each([
    ['signer', 'signers'],
    ['Mode', 'mode'],
    ['refernces', 'references'],
    ['xyzzy', undefined],
    ['', undefined],
    [`references${' '.repeat(100)}`, undefined],
  ])('%j is nearest to %j', (key, nearest) => {
    expect(nearestKey(key, known)).toBe(nearest);
  });
});
