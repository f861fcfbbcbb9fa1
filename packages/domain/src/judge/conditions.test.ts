import type { Evidence } from '../records/evidence';
import type { Requirement } from '../registry/requirement';
import { answerTo, asked, says } from '../testing/asked';
import { proven, releaseRule, scanned } from '../testing/judgeInputs';
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

  it('S7.2 an older clean scan does not come back because a newer one lies in the future of our clock', () => {
    const scan: Requirement = { type: 'scan', maximum: { critical: 0 } };
    const wanted: Requirement[] = [{ type: 'signature' }, scan];
    const answered = (...scans: Evidence[]) =>
      answerTo(wanted, [proven(), ...scans]);
    const clean = scanned(0, 6);
    const critical = scanned(1, 0);
    const early = scanned(1, 0, {
      proofs: {
        ...critical.proofs,
        validity: { status: 'failed', code: 'time-unproven', message: 'later' },
      },
      outcome: { status: 'failed', code: 'time-unproven', message: 'later' },
    });
    expect(answered(clean)).toBe('trusted accepted');
    expect(answered(clean, early)).toBe('untrusted time-unproven');
    const foreign = { ...early.proofs, subject: { status: 'unchecked' } };
    const about = { ...early, proofs: foreign } as Evidence;
    expect(answered(clean, about)).toBe('trusted accepted');
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

describe('S8.1 names and logs that a rule demands', () => {
  const signed = (change: Partial<Evidence>) => proven(change);
  const named = (subjectName?: string) =>
    signed({
      statement: {
        role: 'signature',
        ...(subjectName !== undefined && { subjectName }),
      },
    });
  const matching: Requirement[] = [{ type: 'signature', matchReference: true }];
  const problemOf = (...given: Parameters<typeof asked>) => {
    const { reason } = judge(asked(...given));
    return reason.code === 'accepted' ? 'accepted' : reason.parameters.message;
  };

  it.each([
    'ghcr.io/acme/payments',
    'ghcr.io/acme/payments:1.8.2',
    `ghcr.io/acme/payments@sha256:${'a'.repeat(64)}`,
    `ghcr.io/acme/payments:1.8.2@sha256:${'a'.repeat(64)}`,
  ])('takes the repository, whatever its tag: %s', name => {
    expect(problemOf(matching, [named(name)])).toBe('accepted');
  });

  it.each([
    [
      'ghcr.io/acme/payments-evil',
      'it was made for ghcr.io/acme/payments-evil',
    ],
    ['ghcr.io:443/acme/payments', 'it was made for ghcr.io:443/acme/payments'],
    ['Ghcr.io/acme/payments', 'it was made for Ghcr.io/acme/payments'],
    ['', 'it was made for '],
    [undefined, 'it does not say which repository it is for'],
  ])('service A signed for B is not met: %s', (name, problem) => {
    expect(problemOf(matching, [named(name)])).toBe(problem);
    expect(problemOf([{ type: 'signature' }], [named(name)])).toBe('accepted');
  });

  it.each([
    ['docker.io/library/nginx', 'index.docker.io/library/nginx:1', true],
    ['docker.io/library/nginx', 'quay.io/library/nginx', false],
    ['https://files.test/v4/vpc.tgz', 'vpc.tgz', true],
    ['https://files.test/v4/vpc.tgz', 'https://files.test/v4/vpc.tgz', true],
    ['https://files.test/v4/vpc.tgz', 'pc.tgz', false],
  ])('knows %s by %s: %s', (repository, name, isMet) => {
    const usage = { ...asked(matching, []).usage, repository };
    const everything = { ...releaseRule, references: ['**'] };
    const registry = {
      version: 1,
      rules: [{ ...everything, requirements: matching }],
    };
    const change = { usage, registry };
    const given = asked(matching, [named(name)], change);
    const collections = given.collections.map(one => ({ ...one, repository }));
    const { verdict } = judge({ ...given, collections });
    expect(verdict).toBe(isMet ? 'trusted' : 'untrusted');
  });

  it('asks a log where a rule does', () => {
    const logged: Requirement[] = [{ type: 'signature', log: true }];
    const { proofs } = proven();
    const absent = { status: 'absent' as const };
    const without = { ...proofs, inclusion: absent, set: absent };
    const by = (change: Partial<Evidence['proofs']>) =>
      signed({ proofs: { ...without, ...change } });
    expect(problemOf(logged, [by({})])).toBe(
      'no transparency log proves that it has it',
    );
    expect(problemOf([{ type: 'signature' }], [by({})])).toBe('accepted');
    const provenBy = { status: 'proven' as const };
    for (const proof of [{ set: provenBy }, { inclusion: provenBy }])
      expect(problemOf(logged, [by(proof)])).toBe('accepted');
  });
});
