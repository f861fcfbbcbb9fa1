import type { Evidence } from '../records/evidence';
import type { Requirement } from '../registry/requirement';
import { answerTo, asked, says } from '../testing/asked';
import { proven, scanned } from '../testing/judgeInputs';
import { judge } from './judge';

describe('S4.2 what the newest statement has to say', () => {
  /** With a signature beside it, so that only the content is in question. */
  const withSignature = (
    requirement: Requirement,
    evidence: Evidence,
  ): Parameters<typeof asked> => [
    [{ type: 'signature' }, requirement],
    [proven(), evidence],
  ];
  const answer = (...given: Parameters<typeof withSignature>) =>
    answerTo(...withSignature(...given));

  const test = (result: 'passed' | 'warned' | 'failed') =>
    says({ role: 'test', test: { result, passed: 1, warned: 0, failed: 0 } });

  it('a test that passed, and nothing less', () => {
    expect(answer({ type: 'test' }, test('passed'))).toBe('trusted accepted');
    for (const result of ['warned', 'failed'] as const)
      expect(answer({ type: 'test' }, test(result))).toBe(
        'untrusted condition-not-met',
      );
  });

  const summary = (change: object) =>
    says({
      role: 'summary',
      summary: {
        verifier: 'https://verifier.test',
        resource: 'payments',
        result: 'passed',
        levels: ['SLSA_BUILD_LEVEL_3', 'ACME_GOLD'],
        ...change,
      },
    });

  it.each<[string, object, object, boolean]>([
    ['that passed', {}, {}, true],
    ['that failed', {}, { result: 'failed' }, false],
    [
      'by a verifier that is named',
      { verifiers: ['https://verifier.test'] },
      {},
      true,
    ],
    [
      'by a verifier whose name only starts so',
      { verifiers: ['https://verifier'] },
      {},
      false,
    ],
    ['of this level', { levels: ['SLSA_BUILD_LEVEL_3'] }, {}, true],
    ['of a higher level', { levels: ['SLSA_BUILD_LEVEL_2'] }, {}, true],
    ['of a lower level', { levels: ['SLSA_BUILD_LEVEL_4'] }, {}, false],
    ['of another track', { levels: ['SLSA_SOURCE_LEVEL_1'] }, {}, false],
    ['of a level of its own', { levels: ['ACME_GOLD'] }, {}, true],
    ['of a level that only starts so', { levels: ['ACME'] }, {}, false],
    [
      'of both levels',
      { levels: ['ACME_GOLD', 'SLSA_BUILD_LEVEL_1'] },
      {},
      true,
    ],
    ['of one of two levels', { levels: ['ACME_GOLD', 'ACME_IRON'] }, {}, false],
  ])('a summary %s', (_, wanted, said, isMet) => {
    expect(answer({ type: 'summary', ...wanted }, summary(said))).toBe(
      isMet ? 'trusted accepted' : 'untrusted condition-not-met',
    );
  });

  it('a scan within every limit that is named', () => {
    const scan = says({
      role: 'scan',
      scan: {
        scanner: 'trivy',
        findings: {
          critical: 0,
          high: 5,
          medium: 90,
          low: 0,
          negligible: 0,
          unknown: 1,
        },
      },
    });
    const within = (maximum: object): Requirement => ({
      type: 'scan',
      maximum,
    });
    expect(answer(within({ critical: 0, high: 5 }), scan)).toBe(
      'trusted accepted',
    );
    expect(answer({ type: 'scan' }, scan)).toBe('trusted accepted');
    const judged = judge(
      asked(...withSignature(within({ high: 4, unknown: 0 }), scan)),
    );
    expect(judged.reason.parameters.message).toBe(
      'the newest scan found 5 high (at most 4), 1 unknown (at most 0)',
    );
  });

  it.each(['scan', 'test', 'summary', 'sbom'] as const)(
    'evidence of an older verifier, which read nothing of a %s, meets nothing',
    role => {
      expect(answer({ type: role }, says({ role }))).toBe(
        'untrusted condition-not-met',
      );
    },
  );

  it('nothing meets what is not known here', () => {
    const unknown = [{ type: 'dance' }] as unknown as Requirement[];
    expect(answerTo(unknown, [proven(), scanned(0, 1)])).toMatch(/^untrusted /);
  });
});
