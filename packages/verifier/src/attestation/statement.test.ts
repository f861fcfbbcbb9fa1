import { parseStatement } from './statement';

const parse = (value: unknown) =>
  parseStatement(Buffer.from(JSON.stringify(value)));
const digest = { sha256: 'a'.repeat(64) };
const statement = {
  _type: 'https://in-toto.io/Statement/v0.1',
  subject: [{ name: 'app', digest }],
  predicateType: 'https://example.test/x',
  predicate: { a: 1 },
};

describe('parseStatement', () => {
  it('reads both versions', () => {
    for (const _type of [
      'https://in-toto.io/Statement/v0.1',
      'https://in-toto.io/Statement/v1',
    ])
      expect(parse({ ...statement, _type })).toEqual({
        predicateType: 'https://example.test/x',
        subjects: [{ name: 'app', digest: `sha256:${digest.sha256}` }],
        predicate: { a: 1 },
      });
  });

  it('leaves out digests of another form', () => {
    const subject = [
      { digest: { sha256: 'A'.repeat(64) } },
      { digest: { sha512: 'ab' } },
      'x',
      null,
    ];
    expect(parse({ ...statement, subject }).subjects).toEqual([{}, {}, {}, {}]);
  });

  it.each([
    [
      'a type that is a list',
      { ...statement, _type: ['https://in-toto.io/Statement/v1'] },
      'claims-disagree',
    ],
    [
      'an empty predicate type',
      { ...statement, predicateType: '' },
      'malformed',
    ],
    [
      'subjects that are no list',
      { ...statement, subject: { digest } },
      'malformed',
    ],
    [
      'too many subjects',
      { ...statement, subject: Array(5_001).fill({ digest }) },
      'limit-exceeded',
    ],
    ['a list', [statement], 'malformed'],
    [
      'a prototype',
      JSON.parse('{"__proto__":{"_type":"https://in-toto.io/Statement/v1"}}'),
      'claims-disagree',
    ],
  ])('refuses %s', (_, value, code) => {
    expect(() => parse(value)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses a document that is nested without end', () => {
    const deep = Buffer.from(
      `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    );
    expect(() => parseStatement(deep)).toThrow(
      expect.objectContaining({ code: 'limit-exceeded' }),
    );
  });
});
