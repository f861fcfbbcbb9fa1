import type { Reason } from '@countersign/backstage-plugin-provenance-common';
import {
  blocked,
  hotfix,
  pending,
  stale,
  tampered,
  trusted,
  unreachable,
  unruled,
} from '../__testUtils__/stories';
import { usage } from '../__testUtils__/usages';
import { decisionWord, standingOf, toneOf, verdictWord } from './standing';

describe('standingOf', () => {
  it.each([
    ['what is denied', blocked, 'blocked', 'red'],
    ['an alarm, though only observed', tampered, 'alarm', 'red'],
    ['what would be blocked', hotfix, 'would-be-blocked', 'amber'],
    ['what could not be looked at', unreachable, 'cannot-tell', 'grey'],
    ['what no rule speaks of', unruled, 'no-rule', 'grey'],
    ['trusted but not proven lately', stale, 'stale', 'grey'],
    ['what waits for its first look', pending, 'not-checked-yet', 'grey'],
    [
      'what waits for it under an enforced rule',
      { ...pending, decision: 'deny' as const },
      'not-checked-yet',
      'grey',
    ],
    ['trusted and fresh', trusted, 'trusted', 'green'],
  ])('gives %s its tone', (_, story, standing, tone) => {
    expect(standingOf(story)).toBe(standing);
    expect(toneOf(standingOf(story))).toBe(tone);
  });

  it('S3.3 shows an unsigned artifact without a rule grey, since nothing would block it', () => {
    const unsigned = usage({
      verdict: 'unsigned',
      decision: 'warn',
      reason: { code: 'nothing-found', parameters: {} },
      rules: [],
    });
    expect(standingOf(unsigned)).toBe('no-rule');
    expect(standingOf({ ...unsigned, rules: ['some'] })).toBe(
      'would-be-blocked',
    );
  });

  it('S4.6 does not show an exception as trust', () => {
    const excepted = usage({
      verdict: 'untrusted',
      decision: 'allow',
      reason: { code: 'ref-not-accepted', parameters: {} },
    });
    expect(standingOf(excepted)).toBe('excepted');
    expect(toneOf('excepted')).toBe('grey');
  });

  it('never shows green for a verdict, decision or code that it does not know', () => {
    const strange = usage({
      verdict: 'splendid' as 'trusted',
      reason: { code: 'toString' as Reason['code'], parameters: {} },
    });
    expect(standingOf(strange)).toBe('excepted');
    expect(verdictWord(strange.verdict)).toBe('Can’t tell');
  });
});

describe('words on screen', () => {
  it('names verdict and decision', () => {
    expect(verdictWord('untrusted')).toBe('Not trusted');
    expect(verdictWord('unsigned')).toBe('Unsigned');
    expect(decisionWord(hotfix)).toBe('Would be blocked');
    expect(decisionWord(blocked)).toBe('Blocked');
    expect(decisionWord(trusted)).toBeUndefined();
  });

  it('S4.7 counts no-rule apart from what would be blocked', () => {
    expect(decisionWord(unruled)).toBe('No rule yet');
  });

  it('says nothing about a decision before the first look', () => {
    expect(decisionWord(pending)).toBeUndefined();
  });
});
