import { ConfigurationError } from './ConfigurationError';
import { readAcceptance } from './readAcceptance';

function read(entities: unknown) {
  const rule = {
    ...{ name: 'some', references: ['ghcr.io/acme/**'] },
    ...{ signers: [{ key: 'k' }], entities },
  };
  return readAcceptance({ initial: [rule] }, 'acceptance').initial[0].entities;
}

function problem(entities: unknown) {
  try {
    return read(entities);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message;
  }
}

describe('the entities for which a rule speaks', () => {
  it('are filters, each with values or lists of them', () => {
    const entities = [
      { kind: 'Component', type: ['service', 'website'] },
      {
        owner: 'group:default/payments',
        system: ['system:default/checkout'],
        lifecycle: 'production',
        labels: { 'acme.io/tier': 'one', constructor: ['x', 'y'] },
      },
    ];
    const lists = [
      { kind: ['Component'], type: ['service', 'website'] },
      {
        owner: ['group:default/payments'],
        system: ['system:default/checkout'],
        lifecycle: ['production'],
        labels: { 'acme.io/tier': ['one'], constructor: ['x', 'y'] },
      },
    ];
    expect(read(entities)).toEqual(lists);
    expect(read(lists)).toEqual(lists);
  });

  it.each<[string, unknown, string]>([
    ['entities', [], 'is empty'],
    ['entities', { kind: 'component' }, 'must be a list, not an object'],
    ['entities[0]', [{}], 'would mean every entity'],
    ['entities[0].Kind', [{ Kind: 'x' }], 'did you mean "kind"?'],
    ['entities[0].name', [{ name: 'x' }], 'unknown key'],
    ['entities[0].type', [{ type: [] }], 'is empty'],
    ['entities[0].type[1]', [{ type: ['a', ''] }], 'is empty'],
    [
      'entities[0].owner',
      [{ owner: 'payments' }],
      'must be the full reference',
    ],
    [
      'entities[0].system[0]',
      [{ system: ['System:default/x'] }],
      'must be the full reference of a system',
    ],
    ['entities[0].labels', [{ labels: {} }], 'names no label'],
    ['entities[0].labels.tier', [{ labels: { tier: 1 } }], 'must be text'],
    ['entities[0].labels.tier', [{ labels: { tier: [] } }], 'is empty'],
  ])('refuses %s of %j', (path, entities, message) => {
    const found = String(problem(entities));
    expect(found).toContain(`acceptance.initial[0].${path}`);
    expect(found).toContain(message);
  });
});
