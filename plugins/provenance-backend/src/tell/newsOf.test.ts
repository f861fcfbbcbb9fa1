import type { ReasonCode, Verdict } from '@countersign/domain';
import { at, digestOf, judgementOf } from '../__testUtils__/fixtures';
import { newsOf, newsOfHost, type Change } from './newsOf';

/** A change on a usage that was trusted before, has run the same since, and is judged by the same rules. */
function change(
  verdict: Verdict,
  code: ReasonCode,
  changes: Partial<Change> = {},
): Change {
  return {
    judgement: judgementOf(verdict, code),
    generation: 'g1',
    generationBefore: 'g1',
    digest: digestOf('a'),
    stateSince: at(0),
    known: { verdict: 'trusted', code: 'accepted', at: at(1) },
    ...changes,
  };
}

const moved = { stateSince: at(2), movedAt: at(2), digest: digestOf('b') };

describe('newsOf', () => {
  it.each(['signature-invalid', 'wrong-authority'] as const)(
    'tells of %s, with the digest as its root cause',
    code => {
      expect(newsOf(change('untrusted', code))).toEqual({
        topic: code,
        cause: `${code}:${digestOf('a')}`,
      });
    },
  );

  it('tells of all artifacts under one distrust entry as of one cause, also where a change of rules brought it', () => {
    const distrusted = (entry: string, changes: Partial<Change> = {}) =>
      newsOf(
        change('untrusted', 'distrusted', {
          judgement: judgementOf('untrusted', 'distrusted', {
            reason: { code: 'distrusted', parameters: { entry, signer: 'x' } },
          }),
          ...changes,
        }),
      );
    const one = distrusted('key a', { digest: digestOf('b') });
    expect(one).toMatchObject({ topic: 'distrusted' });
    expect(distrusted('key a', { generation: 'g2' })).toEqual(one);
    expect(distrusted('key b')?.cause).not.toBe(one?.cause);
  });

  it.each([
    ['trusted', 'accepted'],
    ['untrusted', 'signer-not-accepted'],
    ['untrusted', 'unknown-authority'],
    ['untrusted', 'no-rule'],
    ['unsigned', 'nothing-found'],
    ['inconclusive', 'registry-unreachable'],
  ] as const)(
    'S11.3 tells nobody of %s (%s) where no tag moved',
    (verdict, code) => {
      expect(newsOf(change(verdict, code))).toBeUndefined();
    },
  );

  describe('of an authority that was removed', () => {
    const removed = (changes: Partial<Change> = {}, authority = 'partner') =>
      newsOf(
        change('untrusted', 'authority-removed', {
          judgement: judgementOf('untrusted', 'authority-removed', {
            reason: { code: 'authority-removed', parameters: { authority } },
          }),
          ...changes,
        }),
      );

    it('tells of all that rested on it as of one cause, whatever else changed', () => {
      const one = removed();
      expect(one).toEqual({
        topic: 'authority-removed',
        cause: 'authority-removed:partner',
      });
      expect(removed({ digest: digestOf('b'), generation: 'g2' })).toEqual(one);
      expect(removed({}, 'x'.repeat(900))?.cause.length).toBeLessThan(200);
    });

    it('S11.3 tells nobody where it was not trusted, whoever signs with an old key', () => {
      for (const verdict of ['untrusted', 'unsigned'] as const) {
        const known = { verdict, code: 'nothing-found', at: at(1) } as const;
        expect(removed({ known })).toBeUndefined();
      }
    });

    it('tells of a tag that moved to what rests on it as of a tag that moved', () => {
      expect(removed(moved)?.topic).toBe('moved-to-untrusted');
    });
  });

  describe('of a tag that moved', () => {
    it('tells where it led to something trusted and leads to something unsigned', () => {
      expect(newsOf(change('unsigned', 'nothing-found', moved))).toEqual({
        topic: 'moved-to-unsigned',
        cause: `moved-to-unsigned:${digestOf('b')}`,
      });
    });

    it('tells where it leads to what a stranger signed, who could otherwise sign to keep it quiet', () => {
      const news = newsOf(change('untrusted', 'signer-not-accepted', moved));
      expect(news?.topic).toBe('moved-to-untrusted');
    });

    it('tells of the worse thing where it leads to something alarming', () => {
      const news = newsOf(change('untrusted', 'signature-invalid', moved));
      expect(news?.topic).toBe('signature-invalid');
    });

    it('tells nobody where nothing signed was there before', () => {
      const before = { verdict: 'unsigned', code: 'nothing-found', at: at(1) };
      const known = before as Change['known'];
      const again = { ...moved, known };
      expect(
        newsOf(change('unsigned', 'nothing-found', again)),
      ).toBeUndefined();
      const other = change('untrusted', 'signer-not-accepted', again);
      expect(newsOf(other)).toBeUndefined();
    });

    it('tells nobody where the verdict before was about the new digest already', () => {
      const known = {
        verdict: 'trusted',
        code: 'accepted',
        at: at(3),
      } as const;
      const later = change('untrusted', 'time-unproven', { ...moved, known });
      expect(newsOf(later)).toBeUndefined();
    });
  });

  it('tells nobody again after an outage, whose end is no second incident', () => {
    const known = {
      verdict: 'untrusted',
      code: 'signature-invalid',
      at: at(1),
    } as const;
    const again = change('untrusted', 'signature-invalid', { known });
    expect(newsOf(again)).toBeUndefined();
    const otherDigest = { ...moved, known };
    expect(
      newsOf(change('untrusted', 'signature-invalid', otherDigest)),
    ).toMatchObject({ topic: 'signature-invalid' });
  });

  it('gathers what a change of configuration flips under that change', () => {
    const flipped = { generation: 'g2' };
    expect(newsOf(change('untrusted', 'wrong-authority', flipped))).toEqual({
      topic: 'wrong-authority',
      cause: 'configuration:g2',
    });
    const unfinished = { generationBefore: '' };
    expect(
      newsOf(change('untrusted', 'wrong-authority', unfinished))?.cause,
    ).toBe(`wrong-authority:${digestOf('a')}`);
  });

  it('gathers what nobody knew before under the first look', () => {
    const first = { known: undefined, generationBefore: 'g0' };
    expect(newsOf(change('untrusted', 'distrusted', first))).toEqual({
      topic: 'distrusted',
      cause: 'first-look',
    });
  });

  it('keeps every cause short enough for the index', () => {
    const host = `${'h'.repeat(5_000)}.example`;
    expect(newsOfHost(host).cause.length).toBeLessThanOrEqual(200);
    expect(newsOfHost('ghcr.io').cause).toBe('host:ghcr.io');
  });
});
