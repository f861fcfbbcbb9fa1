import type { Decision, RuleTrace } from '@countersign/domain';
import { judgementOf } from '../__testUtils__/fixtures';
import { decisionChange } from './decisionChange';

const rule = (name: string, decision: Decision): RuleTrace => ({
  ...judgementOf('untrusted', 'signer-not-accepted', { decision }),
  rule: name,
  mode: decision === 'deny' ? 'enforce' : 'observe',
  materials: [],
});

const same = {
  from_verdict: 'untrusted',
  from_reason_code: 'signer-not-accepted',
} as const;

const now = (decision: Decision, ...rules: RuleTrace[]) =>
  judgementOf('untrusted', 'signer-not-accepted', {
    ...{ decision, rules, registryVersion: 7 },
  });

describe('S10.1 a change of the decision in words', () => {
  const warned = { ...same, from_decision: 'warn' } as const;
  const denied = { ...same, from_decision: 'deny' } as const;

  it.each([
    [
      warned,
      now('deny', rule('acme', 'deny'), rule('other', 'warn')),
      'would be blocked -> is blocked (rule acme now enforces, version 7 of the acceptance list)',
    ],
    [
      denied,
      now('warn', rule('acme', 'warn'), rule('other', 'warn')),
      'is blocked -> would be blocked (rules acme, other now observe, version 7 of the acceptance list)',
    ],
    [
      denied,
      now('warn'),
      'is blocked -> nothing is asked for (no rule applies now, version 7 of the acceptance list)',
    ],
    [
      { ...denied, from_verdict: 'inconclusive' } as const,
      now('warn', rule('acme', 'warn')),
      'is blocked -> would be blocked',
    ],
    [
      {
        from_verdict: 'untrusted',
        from_reason_code: 'no-rule',
        from_decision: 'warn',
      } as const,
      now('deny', rule('acme', 'deny')),
      'nothing is asked for -> is blocked',
    ],
  ])(
    '%# says what it was, what it is and which rules did it',
    (from, to, words) => {
      expect(decisionChange(from, to)).toBe(words);
    },
  );

  it('names no version where none was counted', () => {
    const judgement = { ...now('deny', rule('acme', 'deny')) };
    delete judgement.registryVersion;
    expect(decisionChange(warned, judgement)).toBe(
      'would be blocked -> is blocked (rule acme now enforces)',
    );
  });

  it('says nothing where it stayed, and where nobody kept what it was', () => {
    const judgement = now('deny', rule('acme', 'deny'));
    expect(decisionChange(denied, judgement)).toBeUndefined();
    expect(
      decisionChange({ ...same, from_decision: null }, judgement),
    ).toBeUndefined();
  });
});
