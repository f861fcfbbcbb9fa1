import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import { ConfigurationError } from '@countersign/domain';
import { readConfiguration } from './readConfiguration';

const read = (expected: JsonValue) =>
  readConfiguration(
    new ConfigReader({ provenance: { discovery: { expected } } }),
  ).discovery.expected;

describe('discovery.expected', () => {
  it('is kept as the catalog compares: without regard to case', () => {
    expect(
      read([
        { kind: 'Component', types: ['Service', 'service', 'ML-Model'] },
        { kind: 'Resource' },
      ]),
    ).toEqual([
      { kind: 'component', types: ['service', 'ml-model'] },
      { kind: 'resource' },
    ]);
  });

  const at = 'provenance.discovery.expected';
  it.each<[string, JsonValue, string]>([
    [at, [], 'is empty'],
    [`${at}[0].kind`, [{ types: ['service'] }], 'is missing'],
    [`${at}[0].type`, [{ kind: 'Component', type: 'x' }], 'mean "types"'],
    [`${at}[0].types`, [{ kind: 'Component', types: [] }], 'is empty'],
    [
      `${at}[0].types[0]`,
      [{ kind: 'Component', types: [1] }],
      'must be text, not a number',
    ],
    [
      `${at}[1].kind`,
      [{ kind: 'Component' }, { kind: 'component' }],
      'is there twice',
    ],
    [
      at,
      Array.from({ length: 21 }, (_, i) => ({ kind: `K${i}` })),
      'more than 20',
    ],
  ])('is refused at %s: %j', (path, expected, why) => {
    const attempt = () => read(expected);
    expect(attempt).toThrow(ConfigurationError);
    expect(attempt).toThrow(path);
    expect(attempt).toThrow(why);
  });
});
