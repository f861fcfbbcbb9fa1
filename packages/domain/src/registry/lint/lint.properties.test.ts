import fc from 'fast-check';
import { compilePattern, type Pattern } from '../../pattern';
import { lintWords } from './codes';
import { lint } from './lint';
import { lintText } from './lintText';

const word = fc.oneof(
  fc.string({ maxLength: 8, unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        ...['*', '**', '/', '@', ':', '.', 'https://', 'refs/heads/', 'acme'],
        ...[
          'https://github.com/',
          'https://kubernetes.io/',
          'gmail.com',
          '\ud800',
        ],
      ),
      { maxLength: 8 },
    )
    .map(parts => parts.join('')),
  fc.constantFrom(
    'https://token.actions.githubusercontent.com',
    'https://agent.buildkite.com',
    'https://oauth2.sigstage.dev/auth',
    '*'.repeat(10_000),
    '*/'.repeat(10_000),
  ),
);
const anything = fc.anything({ maxDepth: 3, withNullPrototype: true });
const sometimes = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: value as fc.Arbitrary<unknown> }, anything);
const record = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  sometimes(
    fc.record(
      Object.fromEntries(
        Object.entries(fields).map(([key, field]) => [key, sometimes(field)]),
      ),
      { requiredKeys: [] },
    ),
  );
const list = (item: fc.Arbitrary<unknown>) =>
  sometimes(fc.array(item, { maxLength: 3 }));
const signer = record({
  authority: word,
  issuer: word,
  subject: word,
  key: word,
  isExact: fc.boolean(),
  claims: record({
    sourceRepository: word,
    sourceRef: word,
    runnerEnvironment: word,
  }),
});
const rule = record({
  name: word,
  references: list(word),
  environments: list(word),
  kinds: list(word),
  entities: list(record({ kind: list(word), labels: record({ a: word }) })),
  signers: list(signer),
  requirements: list(record({ signers: list(signer), builders: list(word) })),
});
const anyList = record({
  initial: list(rule),
  distrust: list(record({ identity: signer, key: word })),
  builders: list(record({ builder: word, issuer: word, subject: word })),
});
const options = fc.record(
  {
    environments: fc.array(word, { maxLength: 3 }),
    authorities: fc.array(
      fc.record({
        name: word,
        kind: fc.constantFrom('sigstore' as const, 'key' as const),
      }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);

/** A place that the catalogue has; whoever writes a list may write other braces. */
const unfilled = new RegExp(
  Object.values(lintWords)
    .flatMap(words => JSON.stringify(words).match(/\{\w+\}/g) ?? [])
    .map(place => place.replace(/[{}]/g, '\\$&'))
    .join('|'),
);

it('S2.2 lint is total and deterministic on whatever stands in a list', () => {
  fc.assert(
    fc.property(anyList, options, (value, known) => {
      const found = lint(value, known);
      expect(lint(value, known)).toEqual(found);
      for (const { sentence, fix } of found) {
        expect(sentence).not.toMatch(unfilled);
        expect(sentence + fix).not.toMatch(/\p{Cc}/u);
      }
    }),
    { numRuns: 500 },
  );
});

it('lintText is total and deterministic on any text', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 5, unit: 'binary' }),
    fc.constantFrom(
      ...['initial:', '\n', '\n  ', '- ', 'signers:', '[', ']', '{', '}'],
      ...['"', "'", '*', '&a', '!', '#', ': ', '? ', '|', '%', '---', '<<'],
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
      const text = pieces.join('');
      const found = lintText(text);
      expect(lintText(text)).toEqual(found);
      for (const { line, column } of found) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(column).toBeGreaterThanOrEqual(1);
      }
    }),
    { numRuns: 500 },
  );
});

it('looks at what it found with the YAML as at the list itself', () => {
  const signers = [{ issuer: 'https://*', subject: '**', authority: 'a' }];
  const value = { initial: [{ name: 'r', references: ['**'], signers }] };
  const plain = ({
    line,
    column,
    ...finding
  }: ReturnType<typeof lintText>[number]) => finding;
  expect(lintText(JSON.stringify(value)).map(plain)).toEqual(
    expect.arrayContaining(lint(value)),
  );
});

it('S2.2 compiles no pattern of 10,000 stars, and takes each text a fixed number of times', () => {
  const rules = (subject: string): unknown => ({
    initial: [
      {
        name: 'r',
        references: [subject],
        signers: [{ authority: 'a', issuer: 'i', subject }],
      },
    ],
  });
  for (const text of [
    '*'.repeat(10_000),
    '*/'.repeat(10_000),
    '*a'.repeat(10_000),
  ])
    expect(lint(rules(text)).map(({ code }) => code)).toContain(
      'unreadable-pattern',
    );
  // The longest that can be read: what it is held against is as long as a ref.
  const longest: Pattern = compilePattern('*a'.repeat(1_000));
  expect(
    lint(rules(`https://github.com/acme/x@${longest.source.slice(0, 1_900)}`)),
  ).toEqual([]);
});
