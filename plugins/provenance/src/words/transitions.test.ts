import {
  reasonCodes,
  type Judgement,
  type UsageTransition,
} from '@countersign/backstage-plugin-provenance-common';
import { minutesAgo } from '../__testUtils__/usages';
import { transitionWords } from './transitions';

const judgement: Judgement = {
  verdict: 'unsigned',
  decision: 'deny',
  reason: { code: 'signature-vanished', parameters: {} },
  freshness: { status: 'none' },
  rules: [],
};

const change = (changes: Partial<UsageTransition>) =>
  transitionWords({ at: minutesAgo(1), judgement, ...changes });

describe('the words of a change', () => {
  it('says what it became, what it was and why', () => {
    const from = { verdict: 'trusted', reasonCode: 'accepted' } as const;
    expect(change({ from })).toEqual({
      title: 'Unsigned; before: Trusted',
      sentence: 'The signature is gone.',
    });
  });

  it('says that it was the first', () => {
    expect(change({}).title).toBe('First verdict: Unsigned');
  });

  it('says that only the reason is another one', () => {
    const from = { verdict: 'unsigned', reasonCode: 'nothing-found' } as const;
    expect(change({ from }).title).toBe(
      'Unsigned as before, for another reason',
    );
  });

  it('says what a change of rules did to the decision', () => {
    const { verdict, reason } = judgement;
    const words = change({
      from: { verdict, decision: 'warn', reasonCode: reason.code },
      decisionChange:
        'would be blocked -> is blocked (rule release now enforces)',
    });
    expect(words.title).toBe('Unsigned as before; the decision changed');
    expect(words.sentence).toMatch(
      / Decision: would be blocked → is blocked \(rule release now enforces\)\.$/,
    );
  });

  it.each(reasonCodes)('has words for %s', code => {
    const { sentence } = change({
      judgement: { ...judgement, reason: { code, parameters: {} } },
    });
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(sentence).not.toContain('Reason “');
  });

  it('survives codes that are newer than this page, and shows no verdict of theirs as a good one', () => {
    const words = change({
      from: { verdict: 'brand-new' as 'trusted', reasonCode: 'accepted' },
      judgement: {
        ...judgement,
        reason: { code: 'brand-new' as 'no-rule', parameters: {} },
      },
      decisionChange: '\u202eevil',
    });
    expect(words.title).toBe('Unsigned; before: Can’t tell');
    expect(words.sentence).toContain('brand-new');
    expect(words.sentence).toContain('\\u{202e}evil');
  });
});
