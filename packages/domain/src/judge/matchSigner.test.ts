import type { CertificateSigner } from '../registry/rule';
import {
  identity,
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
