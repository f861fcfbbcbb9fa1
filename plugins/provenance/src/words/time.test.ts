import { stale, trusted, unreachable, pending } from '../__testUtils__/stories';
import { now, minutesAgo } from '../__testUtils__/usages';
import { freshnessWords } from './freshness';
import { ago, exactTime, moment, since } from './time';

describe('times', () => {
  it.each([
    [0, 'just now'],
    [12, '12 min ago'],
    [3 * 60 + 59, '3 h ago'],
    [22 * 60, '22 h ago'],
    [3 * 24 * 60, 'Tue, 12:00'],
    [8 * 24 * 60, '12 Nov'],
    [400 * 24 * 60, '16 Oct 2025'],
  ])('says %s minutes ago as "%s"', (minutes, words) => {
    expect(ago(minutesAgo(minutes), now)).toBe(words);
  });

  it('forgives a clock that is a little ahead, and shows one that is far ahead', () => {
    expect(ago(minutesAgo(-1), now)).toBe('just now');
    expect(ago(minutesAgo(-60), now)).toBe('at 2026-11-20 13:00:00 UTC');
  });

  it('says since when', () => {
    expect(since('2026-11-20T09:30:00Z', now)).toBe('since 09:30');
    expect(since('2026-11-19T23:59:00Z', now)).toBe('since yesterday');
    expect(since('2026-11-17T09:30:00Z', now)).toBe('since Tue');
    expect(since('2026-11-03T09:30:00Z', now)).toBe('since 3 Nov');
  });

  it('never throws for what is not a time', () => {
    expect(ago('soon', now)).toBe('at an unknown time');
    expect(moment('soon', now)).toBe('at an unknown time');
    expect(since('soon', now)).toBe('since an unknown time');
    expect(exactTime('soon')).toBe('unknown time');
  });
});

describe('freshnessWords', () => {
  it('S6.1 says how old the knowledge is, and why it is not younger', () => {
    expect(freshnessWords(trusted, now)).toBe('proven 12 min ago');
    expect(freshnessWords({ ...trusted, verdict: 'unsigned' }, now)).toBe(
      'checked 12 min ago',
    );
    expect(freshnessWords(stale, now)).toBe(
      'last proven yesterday, 14:02: registry not reachable since then',
    );
  });

  it('S6.1 tells a look that failed from one that never was', () => {
    expect(freshnessWords(unreachable, now)).toBe(
      'tried 12 min ago, never seen in full',
    );
    expect(freshnessWords(pending, now)).toBe('not looked at yet');
  });

  it('has words for an overdue look', () => {
    expect(
      freshnessWords(
        {
          ...stale,
          freshness: {
            status: 'stale',
            provenAt: minutesAgo(60),
            since: minutesAgo(30),
            cause: 'overdue',
          },
        },
        now,
      ),
    ).toBe('last proven today, 11:00: overdue, nobody looked since then');
  });

  it('S6.1 says that the catalog froze the entity, whatever was written there', () => {
    expect(
      freshnessWords(
        {
          ...stale,
          entityProblem: 'bad \u202eyaml',
          freshness: {
            status: 'stale',
            provenAt: minutesAgo(60),
            since: minutesAgo(60),
            cause: 'entity-problem',
          },
        },
        now,
      ),
    ).toBe(
      'proven 1 h ago, but the catalog could not process this entity: bad \\u{202e}yaml',
    );
  });
});
