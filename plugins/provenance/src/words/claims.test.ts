import { claim, declaration } from '../__testUtils__/claimStories';
import { now } from '../__testUtils__/usages';
import { claimWords, differenceWords, seenWords } from './claims';

describe('claimWords', () => {
  it.each([
    ['observed by kubernetes', {}],
    [
      'reported by ci-payments',
      { standing: 'reported', reporter: 'ci-payments' },
    ],
    ['reported by a pipeline', { standing: 'reported' }],
    [
      'declared in the catalog file',
      { locator: 'annotation', standing: 'declared' },
    ],
    [
      'declared by a convention of this portal',
      { locator: 'convention', standing: 'declared' },
    ],
    ['declared by terraform', { locator: 'terraform', standing: 'declared' }],
    ['named by oracle', { locator: 'oracle', standing: 'foretold' as never }],
  ] as const)('says "%s"', (words, changes) => {
    expect(claimWords(claim(changes))).toBe(words);
  });

  it('gives no module the words of the catalog file', () => {
    expect(claimWords(claim({ locator: 'annotation' }))).toBe(
      'observed by annotation',
    );
  });
});

describe('seenWords', () => {
  const missingSince = '2026-11-20T10:05:00Z';

  it('says when it was seen, and when it was reported', () => {
    expect(seenWords(claim(), now)).toBe('last seen 4 min ago');
    expect(seenWords(claim({ standing: 'reported' }), now)).toBe(
      'last reported 4 min ago',
    );
  });

  it('says since when it is missing, and that it is kept', () => {
    const gone = claim({ missingSince, lastSeenAt: undefined });
    expect(seenWords(gone, now)).toBe('not seen since 10:05');
    expect(seenWords({ ...gone, heldSince: missingSince }, now)).toBe(
      'not seen since 10:05, held back',
    );
  });
});

describe('differenceWords', () => {
  it('S3.2 says "not running" only beside what somebody observed', () => {
    const reported = claim({ standing: 'reported' });
    const words = [claim(), reported, declaration(), undefined].map(holding =>
      differenceWords(declaration(), holding),
    );
    expect(words).toEqual([
      'Declared, not running',
      'Declared, not what was reported',
      'Also declared',
      'Declared, and something else holds',
    ]);
    expect(differenceWords(reported, claim())).toBe('Reported, not running');
  });
});
