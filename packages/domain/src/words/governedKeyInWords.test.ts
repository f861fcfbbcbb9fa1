import { publicKeys } from '../__testUtils__/anyRegistry';
import { readPublicKey } from '../registry/governedKey';
import { governedKeyInWords } from './governedKeyInWords';

const [publicKey] = publicKeys;

describe('S1.4 governedKeyInWords', () => {
  it('says what it is, when it counts, and its fingerprint', () => {
    const exact = readPublicKey(publicKey)?.fingerprint;
    expect(governedKeyInWords({ name: 'ci', publicKey })).toEqual({
      sentence: 'Key “ci” (ECDSA on P-256) may be named by rules.',
      exact,
    });
    expect(
      governedKeyInWords({
        name: 'ci\u202e',
        publicKey,
        validFrom: '2026-11-03T00:00:00.000Z',
        validUntil: '2027-11-03T00:00:00.000Z',
        ...{ log: 'public-good', reason: 'of CI' },
      }),
    ).toEqual({
      sentence: expect.stringMatching(
        /^Key “ci[^\u202e]+” \(ECDSA on P-256\) may be named by rules, from 2026-11-03 00:00 UTC on, for what is proven to be older than 2027-11-03 00:00 UTC\. Its times are proven by “public-good”\.$/,
      ),
      exact,
      because: 'of CI',
    });
  });

  it('never takes for a key what is none', () => {
    expect(
      governedKeyInWords({ name: 'ci', publicKey: 'x' }).sentence,
    ).toContain('which nobody can read');
  });
});
