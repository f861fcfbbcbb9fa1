import { parseChallenges } from './challenge';

describe('parseChallenges', () => {
  it.each([
    [
      'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:a/b:pull"',
      [
        [
          'bearer',
          {
            realm: 'https://ghcr.io/token',
            service: 'ghcr.io',
            scope: 'repository:a/b:pull',
          },
        ],
      ],
    ],
    ['Basic realm="Registry Realm"', [['basic', { realm: 'Registry Realm' }]]],
    ['Basic', [['basic', {}]]],
    [
      'Negotiate, Bearer realm="x", Basic realm="y"',
      [
        ['negotiate', {}],
        ['bearer', { realm: 'x' }],
        ['basic', { realm: 'y' }],
      ],
    ],
    [
      'Bearer realm = "a\\"b" , service=plain',
      [['bearer', { realm: 'a"b', service: 'plain' }]],
    ],
    ['', []],
    ['"""', []],
    ['=,=', []],
    ['realm="of nothing"', []],
  ])('%s', (header, expected) => {
    const found = parseChallenges(header).map(c => [
      c.scheme,
      { ...c.parameters },
    ]);
    expect(found).toEqual(expected);
  });
});
