import type { CertificateSigner } from '../registry/rule';
import {
  identity,
  input,
  issuer,
  proven,
  releaseWorkflow,
} from '../testing/judgeInputs';
import { matchSigner } from './matchSigner';

const wanted = (change: Partial<CertificateSigner>): CertificateSigner => ({
  authority: 'acme',
  issuer,
  subject: `${releaseWorkflow}@refs/tags/v1.8.2`,
  isExact: true,
  ...change,
});

const codeFor = (signer: CertificateSigner, subject?: string) =>
  matchSigner(
    proven({ signer: identity(subject === undefined ? {} : { subject }) }),
    [signer],
    input(),
  )?.code;

describe('S2.2 an exact subject', () => {
  it('is met by the very text', () => {
    expect(codeFor(wanted({}))).toBe('accepted');
  });

  it.each([
    ['https://github.com/acme/**', 'signer-not-accepted'],
    ['', 'signer-not-accepted'],
    [`${releaseWorkflow}@refs/tags/v1.8`, 'ref-not-accepted'],
    [`${releaseWorkflow}@refs/tags/*`, 'ref-not-accepted'],
  ])('is no pattern: %s', (subject, code) => {
    expect(codeFor(wanted({ subject }))).toBe(code);
  });

  it.each(['https://github.com/acme/**', `${releaseWorkflow}@refs/tags/*`])(
    'is not what it would be as a pattern: %s',
    subject => {
      expect(codeFor(wanted({ subject, isExact: false }))).toBe('accepted');
    },
  );

  it('takes a star for a star', () => {
    const subject = 'spiffe://acme.io/***';
    expect(codeFor(wanted({ subject }), subject)).toBe('accepted');
  });
});

describe('S2.3 claims of the certificate', () => {
  const claims = {
    sourceRepository: 'https://github.com/acme/payments',
    runnerEnvironment: 'github-hosted',
  };
  const match = (
    patterns: CertificateSigner['claims'],
    change: Parameters<typeof identity>[0] = { claims },
    signer: Partial<CertificateSigner> = {},
  ) =>
    matchSigner(
      proven({ signer: identity(change) }),
      [wanted({ ...signer, claims: patterns })],
      input(),
    );

  it.each<[CertificateSigner['claims']]>([
    [{ sourceRepository: 'https://github.com/acme/*' }],
    [claims],
    [{}],
  ])('are met by patterns that fit each: %j', patterns => {
    expect(match(patterns)).toEqual({ code: 'accepted', index: 0 });
  });

  it.each<[string, CertificateSigner['claims'], string, string]>([
    [
      'one of them differs',
      { ...claims, runnerEnvironment: 'self-hosted' },
      'runnerEnvironment=github-hosted',
      'runnerEnvironment=self-hosted',
    ],
    [
      'the certificate does not have it',
      { sourceRef: '**' },
      'no sourceRef',
      'sourceRef=**',
    ],
    [
      'nobody knows the claim',
      { constructor: '**' } as CertificateSigner['claims'],
      'no constructor',
      'constructor=**',
    ],
    [
      'case differs',
      { sourceRepository: 'https://github.com/Acme/payments' },
      'sourceRepository=https://github.com/acme/payments',
      'sourceRepository=https://github.com/Acme/payments',
    ],
    [
      'the pattern cannot be read',
      { sourceRepository: '***' },
      'sourceRepository=https://github.com/acme/payments',
      'sourceRepository=***',
    ],
  ])('are not met where %s', (_, patterns, found, needed) => {
    expect(match(patterns)).toEqual({
      code: 'signer-not-accepted',
      nearest: { index: 0, part: 'claim', found, wanted: needed },
    });
  });

  it('S4.8 the ref leads only where no claim differs', () => {
    const hotfix = {
      subject: `${releaseWorkflow}@refs/heads/hotfix-2`,
      claims,
    };
    expect(match(claims, hotfix)?.code).toBe('ref-not-accepted');
    expect(match({ sourceRef: 'refs/tags/*' }, hotfix)).toMatchObject({
      code: 'signer-not-accepted',
      nearest: { part: 'claim' },
    });
  });

  it('S2.1 another authority leads whatever the claims are', () => {
    const other = { authority: 'partner' };
    expect(match({ sourceRef: '**' }, undefined, other)?.code).toBe(
      'wrong-authority',
    );
  });
});
