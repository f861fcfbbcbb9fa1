import fc from 'fast-check';
import { judge, type JudgeInput } from '../judge';
import type { Judgement } from '../records/verdict';
import {
  ago,
  digest,
  failed,
  hour,
  input,
  releaseRule,
  subject,
} from '../testing/judgeInputs';
import type { Exception, ExceptionTarget } from './Exception';

const later = ago(-hour);
const { usage } = input();
const exception: Exception = {
  id: 'INC-7',
  about: { repository: usage.repository! },
  leaves: 'warn',
  from: ago(hour),
  until: later,
  reason: 'The fix is signed by hand.',
};
const unsigned = input({ evidence: [], collections: [] });

/** What a usage that no rule is met for gets with these exceptions. */
function judged(
  exceptions: Exception[],
  change: Partial<JudgeInput> = {},
): Judgement {
  return judge({ ...unsigned, ...change, exceptions });
}

describe('S4.6 exceptions', () => {
  it('change the decision and never the verdict or its reason', () => {
    const before = judged([]);
    expect(before.decision).toBe('deny');
    const after = judged([exception]);
    expect(after.decision).toBe('warn');
    const { verdict, reason, origin } = before;
    expect(after).toMatchObject({ verdict, reason, origin });
    expect(after.rules[0].excepted).toEqual({ from: 'deny', by: ['INC-7'] });
    expect(judged([{ ...exception, leaves: 'allow' }]).decision).toBe('allow');
  });

  it('combine to the stricter, in whatever order', () => {
    const wide: Exception = { ...exception, id: 'INC-6', leaves: 'allow' };
    for (const both of [
      [wide, exception],
      [exception, wide],
    ])
      expect(judged(both)).toMatchObject({
        decision: 'warn',
        rules: [{ excepted: { from: 'deny', by: ['INC-6', 'INC-7'] } }],
      });
  });

  it('soften the rules that they name, and a usage still takes the strictest', () => {
    const other = { ...releaseRule, name: 'other' };
    const registry = { version: 1, rules: [releaseRule, other] };
    const one = { ...exception, rules: ['other'] };
    const after = judged([one], { registry });
    expect(after.decision).toBe('deny');
    expect(after.rules.map(({ decision }) => decision)).toEqual([
      ...['deny', 'warn'],
    ]);
  });

  it('make nothing stricter: what only warned goes on warning', () => {
    const observed = { ...releaseRule, mode: 'observe' as const };
    const registry = { version: 1, rules: [observed] };
    const after = judged([exception], { registry });
    expect(after.decision).toBe('warn');
    expect(after.rules[0].excepted).toBeUndefined();
  });

  it.each<[string, Partial<ExceptionTarget>, Partial<JudgeInput['usage']>]>([
    ['another repository', { repository: 'ghcr.io/acme/other' }, {}],
    ['other bytes', { digest: digest('9') }, {}],
    ['bytes that nobody knows', { digest: subject }, { digest: undefined }],
    ['another entity', { entityRef: 'component:default/other' }, {}],
    ['another kind', { kind: 'helm-chart' }, {}],
    [
      'a kind that is only assumed',
      { kind: usage.kind },
      { isKindAssumed: true },
    ],
    ['another environment', { environments: ['dev'] }, {}],
    [
      'an environment that is left out',
      { environments: ['prod'] },
      { environment: undefined },
    ],
  ])('hold for nothing else: %s', (_, about, change) => {
    const narrow = { ...exception, about: { ...exception.about, ...about } };
    const with_ = { usage: { ...usage, ...change } };
    expect(judged([narrow], with_).decision).toBe('deny');
  });

  it('hold for what fits everything that they name', () => {
    const about: ExceptionTarget = {
      ...{ repository: usage.repository!, digest: subject },
      ...{ entityRef: usage.entityRef, kind: usage.kind },
      environments: ['prod'],
    };
    expect(judged([{ ...exception, about }]).decision).toBe('warn');
  });

  it('hold from their beginning to their end, and the clock alone ends them', () => {
    expect(judged([exception]).reconsiderAt).toBe(later);
    const at = (instant: string) =>
      judged([exception], { now: instant }).decision;
    expect(at(exception.from)).toBe('warn');
    expect(at(ago(hour + 1))).toBe('deny');
    expect(at(later)).toBe('deny');
    const early = judged([exception], { now: ago(hour + 1) });
    expect(early.reconsiderAt).toBe(exception.from);
  });

  it.each(['', 'tomorrow', '+999999-01-01'])(
    'never hold where their times cannot be read: "%s"',
    time => {
      expect(judged([{ ...exception, from: time }]).decision).toBe('deny');
      expect(judged([{ ...exception, until: time }]).decision).toBe('deny');
    },
  );

  it('soften no alarm: tampering and distrust are nothing that somebody looked at and missed', () => {
    const forged = input({ evidence: [failed('signature-invalid')] });
    const wide: Exception = { ...exception, leaves: 'allow' };
    expect(judge({ ...forged, exceptions: [wide] })).toMatchObject({
      reason: { code: 'signature-invalid' },
      decision: 'deny',
    });
    const registry = {
      ...input().registry,
      distrust: [{ digest: subject, reason: 'It carries malware.' }],
    };
    expect(judge(input({ registry, exceptions: [wide] }))).toMatchObject({
      reason: { code: 'distrusted' },
      decision: 'deny',
    });
  });

  it('do not answer for a rule that nobody wrote', () => {
    const registry = { version: 1, rules: [] };
    const all: Exception = { ...exception, leaves: 'allow' };
    expect(judged([all], { registry }).decision).toBe('warn');
  });

  it('whatever they are, change no verdict, no reason and make nothing stricter', () => {
    const anyException = fc.record<Exception>({
      id: fc.constantFrom('a', 'b', 'c'),
      about: fc.constant(exception.about),
      rules: fc.option(fc.subarray([releaseRule.name, 'other']), {
        nil: undefined,
      }),
      leaves: fc.constantFrom('allow', 'warn'),
      from: fc.constantFrom(ago(hour), later),
      until: fc.constantFrom(ago(1), later),
      reason: fc.constant('why'),
    });
    const strictness = ['allow', 'warn', 'deny'];
    fc.assert(
      fc.property(fc.array(anyException), fc.boolean(), (some, isSigned) => {
        const base = isSigned ? input() : unsigned;
        const [before, after] = [[], some].map(exceptions =>
          judge({ ...base, exceptions }),
        );
        expect(after.verdict).toBe(before.verdict);
        expect(after.reason).toEqual(before.reason);
        const [was, is] = [before, after].map(({ decision }) =>
          strictness.indexOf(decision),
        );
        expect(is).toBeLessThanOrEqual(was);
      }),
    );
  });
});
