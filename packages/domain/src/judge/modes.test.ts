import type { JudgeInput } from './input';
import type { Requirement } from '../registry/requirement';
import type { AcceptanceRule } from '../registry/rule';
import {
  collection,
  digest,
  input,
  proven,
  releaseRule,
  scanned,
  subject,
} from '../testing/judgeInputs';
import { numbered } from '../testing/truthTables';
import { judge } from './judge';

const signature: Requirement = { type: 'signature' };
const noCritical: Requirement = { type: 'scan', maximum: { critical: 0 } };
const badScan = scanned(1, 1);

function given(
  rule: Partial<AcceptanceRule>,
  evidence = [proven(), badScan],
  environment: string | undefined = 'prod',
): JudgeInput {
  const own = evidence.map((one, i) => ({ ...one, material: numbered(i + 1) }));
  const all = { ...releaseRule, environments: undefined, ...rule };
  return input({
    usage: { ...input().usage, environment },
    collections: [collection(own.map(({ material }) => material))],
    evidence: own,
    registry: { version: 1, rules: [all] },
  });
}

function answer(judged: JudgeInput): string {
  const { verdict, decision, reason } = judge(judged);
  return `${verdict} ${decision} ${reason.code}`;
}

describe('modes of requirements', () => {
  it('S4.7 what is observed warns beside what is enforced, and the verdict is the same', () => {
    const observed: Requirement = { ...noCritical, mode: 'observe' };
    expect(answer(given({ requirements: [signature, noCritical] }))).toBe(
      'untrusted deny condition-not-met',
    );
    expect(answer(given({ requirements: [signature, observed] }))).toBe(
      'untrusted warn condition-not-met',
    );
  });

  it('S4.7 an enforced signature still denies beside an observed scan', () => {
    const observed: Requirement = { ...noCritical, mode: 'observe' };
    const unsigned = given({ requirements: [observed, signature] }, [badScan]);
    expect(answer(unsigned)).toBe('untrusted deny attestation-missing');
  });

  it('S4.5 tells each requirement in the order of the rule, with its mode where it is less', () => {
    const requirements: Requirement[] = [
      { ...noCritical, mode: 'observe' },
      signature,
      { type: 'test', mode: 'off' },
    ];
    const [trace] = judge(given({ requirements })).rules;
    expect(trace).toMatchObject({ mode: 'enforce', verdict: 'untrusted' });
    expect(trace.requirements).toEqual([
      expect.objectContaining({
        type: 'scan',
        mode: 'observe',
        verdict: 'untrusted',
      }),
      {
        type: 'signature',
        verdict: 'trusted',
        reason: expect.objectContaining({ code: 'accepted' }),
      },
    ]);
    expect(trace.materials.map(({ reason }) => reason.code)).toEqual([
      'accepted',
      'condition-not-met',
    ]);
  });

  it.each<[string, Partial<AcceptanceRule>, string]>([
    ['a rule', { mode: 'observe', modes: { prod: 'enforce' } }, 'deny'],
    ['a rule elsewhere', { mode: 'enforce', modes: { dev: 'off' } }, 'deny'],
    [
      'a requirement before its rule',
      { requirements: [{ ...signature, modes: { prod: 'observe' } }] },
      'warn',
    ],
    [
      'a requirement for all before its rule for one',
      {
        mode: 'observe',
        modes: { prod: 'enforce' },
        requirements: [{ ...signature, mode: 'observe' }],
      },
      'warn',
    ],
    [
      'one environment before all of a requirement',
      {
        requirements: [
          { ...signature, mode: 'observe', modes: { prod: 'enforce' } },
        ],
      },
      'deny',
    ],
  ])('takes the nearest word: %s', (_, rule, decision) => {
    expect(judge(given(rule, [badScan])).decision).toBe(decision);
  });

  it('S4.6 off takes a requirement out, and S3.3 judges what is left', () => {
    const off = (one: Requirement) => ({
      ...one,
      modes: { prod: 'off' as const },
    });
    expect(answer(given({ requirements: [signature, off(noCritical)] }))).toBe(
      'trusted allow accepted',
    );
    const none = given({ requirements: [off(signature), noCritical] }, [
      proven(),
      scanned(0, 1),
    ]);
    expect(answer(none)).toBe('untrusted warn nothing-required');
  });

  it('S3.1 an environment that nobody declared meets the strictest that a rule does anywhere', () => {
    const rule: Partial<AcceptanceRule> = {
      mode: 'off',
      modes: { dev: 'observe', prod: 'enforce' },
    };
    for (const made of ['made-up', 'constructor', undefined])
      expect(judge(given(rule, [badScan], made)).decision).toBe('deny');
    expect(answer(given(rule, [proven()], 'staging'))).toBe(
      'untrusted warn nothing-required',
    );
  });

  it('S8.2 each mode is met by the index itself or through all of its children', () => {
    const children = [digest('c'), digest('d')];
    const requirements: Requirement[] = [
      signature,
      { ...noCritical, mode: 'observe' },
    ];
    const scans = children.map((child, i) => ({
      ...scanned(i, 1),
      subject: child,
      material: digest(`${i + 1}`),
    }));
    const signed = { ...proven(), material: numbered(1) };
    const judged = judge(
      input({
        collections: [
          collection([signed.material], {
            children: children.map(one => ({
              digest: one,
              isRunnable: true,
              mediaType: 'application/vnd.oci.image.manifest.v1+json',
            })),
          }),
          ...scans.map(({ subject: about, material }) =>
            collection([material], { subject: about }),
          ),
        ],
        evidence: [signed, ...scans],
        registry: { version: 1, rules: [{ ...releaseRule, requirements }] },
      }),
    );
    expect(judged).toMatchObject({ verdict: 'untrusted', decision: 'warn' });
    expect(judged.rules[0].children).toEqual([
      expect.objectContaining({ digest: children[0], verdict: 'trusted' }),
      expect.objectContaining({
        digest: children[1],
        verdict: 'untrusted',
        reason: expect.objectContaining({ code: 'condition-not-met' }),
      }),
    ]);
  });

  it('S4.8 distrust leads in whichever mode it is found', () => {
    const judged = given({
      requirements: [{ ...noCritical, mode: 'observe' }, signature],
    });
    const distrust = [{ digest: subject, reason: 'stolen' }];
    expect(
      answer({ ...judged, registry: { ...judged.registry, distrust } }),
    ).toBe('untrusted deny distrusted');
  });
});
