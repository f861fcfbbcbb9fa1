import { certificate, usage } from '../__testUtils__/usages';
import { hostile } from '../__testUtils__/stories';
import { artifactName, kindWords, shortDigest, whereWords } from './artifact';
import { findingWords, wordsFor } from './explanationWords';
import { safeHref } from './safeHref';
import { signerWords } from './signer';

describe('safeHref', () => {
  it('makes a link of plain https', () => {
    expect(safeHref('https://github.com/acme/payments')).toBe(
      'https://github.com/acme/payments',
    );
  });

  it.each([
    ['javascript', 'alert(1)'].join(':'),
    ['JaVaScRiPt', 'alert(1)'].join(':'),
    `\u0001${['javascript', 'alert(1)'].join(':')}`,
    'data:text/html,<script>alert(1)</script>',
    'http://github.com/acme',
    '//evil.example/',
    '/relative',
    'https://github.com@evil.example/',
    'https://user:secret@github.com/',
    'https://',
    `https://a.example/${'x'.repeat(2_000)}`,
    '',
    undefined,
  ])('makes no link of %s', text => {
    expect(safeHref(text)).toBeUndefined();
  });
});

describe('strangers’ words', () => {
  it('says a signer in words and keeps the exact string beside them', () => {
    expect(signerWords(certificate())).toEqual({
      words: 'GitHub Actions · acme/payments · release.yml · tag v1.8.2',
      exact:
        'https://github.com/acme/payments/.github/workflows/release.yml@refs/tags/v1.8.2',
    });
  });

  it('calls a key by its authority where one proved it', () => {
    const key = { type: 'key' } as const;
    expect(signerWords(key, 'platform-key').words).toContain('platform-key');
    expect(signerWords(key).exact).toBe('The key’s fingerprint is not known.');
  });

  it('makes reordering characters visible everywhere', () => {
    const subject = 'https://a.example/\u202egnp';
    const texts = [
      artifactName(hostile),
      whereWords(hostile),
      kindWords('\u202e' as 'sbom'),
      shortDigest('\u202eabc'),
      signerWords(certificate('', { subject })).words,
      signerWords(certificate('', { subject })).exact,
      wordsFor(hostile.reason).sentence,
    ];
    for (const text of texts) {
      expect(text).not.toMatch(/[\u202a-\u202e]/);
      expect(text).toContain('\\u{202e}');
    }
  });

  it('keeps both ends of a 300-character name', () => {
    const name = `start${'x'.repeat(290)}final`;
    const shown = artifactName(usage({ repository: `ghcr.io/${name}` }));
    expect(shown).toMatch(/^start.*…x*final$/);
    expect(shown.length).toBeLessThanOrEqual(64);
  });

  it('survives a code that is newer than this page', () => {
    const code = 'brand-new' as 'no-rule';
    expect(wordsFor({ code, parameters: {} }).sentence).toContain('brand-new');
    expect(
      findingWords({
        code: 'brand-new' as 'tag-moved',
        firstSeenAt: '',
        lastSeenAt: '',
      }).title,
    ).toContain('brand-new');
  });
});
