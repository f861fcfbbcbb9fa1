import { problemsOf } from './problemsOf';
import { ArtifactsProcessor } from './ArtifactsProcessor';

const reference = 'registry.example.com/acme/payments:1.0.0';

describe('what is wrong with an annotation', () => {
  it.each([
    ['nothing', `- reference: ${reference}`, []],
    ['no list', 'reference: x', ['is not a list of artifacts']],
    ['nothing named', '[]', ['names no artifact']],
    [
      'an unknown field, and its neighbour',
      `- reference: ${reference}\n  enviroment: prod\n- kind: 1`,
      [
        expect.stringMatching(/^line 1: unknown field "enviroment"; known are/),
        'line 3: "reference" is missing',
      ],
    ],
    [
      'a key twice',
      `- reference: ${reference}\n- reference: a\n  reference: b`,
      ['line 2: names "reference" twice'],
    ],
    [
      'aliases, which unfold to gigabytes',
      '- &a { reference: x }\n- *a',
      [expect.stringMatching(/^line 2: .*alias/i)],
    ],
    ['too much', 'x'.repeat(40_000), [expect.stringMatching(/at most 32768/)]],
  ])('%s', (_, annotation, expected) => {
    expect(problemsOf(annotation)).toEqual(expected);
  });

  it('leaves what only a look can tell to discovery', () => {
    expect(problemsOf('- reference: git::https://x.example/y.git')).toEqual([]);
  });
});

describe('ArtifactsProcessor', () => {
  const entity = (annotations?: Record<string, string>) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'shop', annotations },
  });
  const validate = (artifacts?: string) =>
    new ArtifactsProcessor().validateEntityKind(
      entity(
        artifacts === undefined
          ? undefined
          : { 'countersign.dev/artifacts': artifacts },
      ),
    );

  it('says of no kind that it knows it', async () => {
    expect(await validate()).toBe(false);
    expect(await validate(`- reference: ${reference}`)).toBe(false);
  });

  it('says so much of a long list of mistakes as can be read', async () => {
    await expect(validate('- kind: 1\n'.repeat(7))).rejects.toThrow(
      /line 5: "reference" is missing; and 2 more$/,
    );
  });

  it('shows what somebody wrote without its control characters', async () => {
    await expect(
      validate(`- reference: ${reference}\n  "evil\\u202e\\u0007": x`),
    ).rejects.toThrow(/^[\x20-\x7e]+$/);
  });
});
