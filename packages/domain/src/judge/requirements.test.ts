import type { Evidence } from '../records/evidence';
import type { Requirement } from '../registry/requirement';
import { answerTo, asked } from '../testing/asked';
import {
  acme,
  ago,
  cause,
  collection,
  digest,
  failure,
  hour,
  input,
  issuer,
  partner,
  proven,
  releaseRule,
  scanned,
} from '../testing/judgeInputs';
import { inWords } from '../testing/truthTables';
import { judge } from './judge';

describe('S4.4 S4.5 requirements of one rule', () => {
  const both: Requirement[] = [
    { type: 'signature' },
    { type: 'scan', maximum: { critical: 0 } },
  ];

  it('S4.5 tells how each did, and the strongest leads', () => {
    const judged = judge(asked(both, [proven(), scanned(2, 1)]));
    expect(judged.decision).toBe('deny');
    expect(judged.rules[0].requirements).toEqual([
      expect.objectContaining({ type: 'signature', verdict: 'trusted' }),
      expect.objectContaining({
        type: 'scan',
        verdict: 'untrusted',
        reason: expect.objectContaining({ code: 'condition-not-met' }),
      }),
    ]);
    expect(judged.rules[0].materials.map(({ reason }) => reason.code)).toEqual([
      'accepted',
      'condition-not-met',
    ]);
  });

  it('a rule that does not say what it requires has no such traces', () => {
    expect(judge(input()).rules[0]).not.toHaveProperty('requirements');
  });

  it('S4.4 a limit hides the newest as much as an outage does', () => {
    const evidence = [proven(), scanned(0, 1)];
    const given = asked(both, evidence);
    const [seen] = given.collections;
    const sources = seen.sources.map(report =>
      report.source === 'referrers-api'
        ? { source: report.source, status: 'limited' as const, limit: '200' }
        : report,
    );
    expect(
      inWords(judge({ ...given, collections: [{ ...seen, sources }] })),
    ).toBe('inconclusive limit-exceeded material');
  });

  it('S4.4 S6.1 leans on the last complete look through an outage', () => {
    const given = asked(both, [proven(), scanned(0, 1)]);
    const later = collection([], { at: ago(1_000) }, [failure('subject')]);
    const collections = [...given.collections, later];
    expect(inWords(judge({ ...given, collections }))).toBe('trusted accepted');
  });

  it('S5.3 an authority that is named and not loaded may hold the newest', () => {
    const signers = [
      ...releaseRule.signers,
      { authority: 'partner', issuer, subject: '**' },
    ];
    const requirements: Requirement[] = [{ type: 'scan', signers }];
    const broken = {
      name: 'partner',
      kind: 'sigstore' as const,
      status: 'failed' as const,
      cause: cause('authority-missing'),
    };
    const given = asked(requirements, [scanned(0, 1)], {
      authorities: [acme, broken],
    });
    expect(judge(given).rules[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: {
        code: 'authority-missing',
        parameters: { authority: 'partner' },
      },
    });
    expect(
      judge({ ...given, authorities: [acme, partner] }).rules[0],
    ).toMatchObject({ reason: { code: 'not-checked-yet' } });
  });

  it('S3.3 a rule that asks for no signature makes nothing trusted', () => {
    const scanOnly = both.slice(1);
    expect(answerTo(scanOnly, [proven(), scanned(0, 1)])).toBe(
      'untrusted nothing-required',
    );
    const bad = judge(asked(scanOnly, [proven(), scanned(1, 1)]));
    expect([inWords(bad), bad.decision]).toEqual([
      'untrusted condition-not-met',
      'deny',
    ]);
    expect(answerTo([], [proven()])).toBe('untrusted nothing-required');
  });

  it('S3.3 S4.5 a rule of scans beside a rule of signatures', () => {
    const given = asked(both.slice(1), [proven(), scanned(0, 1)]);
    const [rule] = given.registry.rules;
    const registry = { version: 1, rules: [rule, releaseRule] };
    expect(inWords(judge({ ...given, registry }))).toBe('trusted accepted');
  });
});

describe('S7.2 an age limit', () => {
  const young: Requirement[] = [{ type: 'signature', maximumAgeMs: 2 * hour }];
  const signedAt = (...provenTimes: string[]) =>
    proven({ outcome: { status: 'proven', provenTimes } });

  it('goes by the earliest time that is proven', () => {
    expect(answerTo(young, [signedAt(ago(hour))])).toBe('trusted accepted');
    expect(answerTo(young, [signedAt(ago(3 * hour), ago(hour))])).toBe(
      'untrusted condition-not-met',
    );
    expect(answerTo(young, [signedAt()])).toBe('untrusted time-unproven');
  });

  it('S7.1 also where another authority proves the earlier time', () => {
    const signers = [
      ...releaseRule.signers,
      { authority: 'partner', issuer, subject: '**' },
    ];
    const [first] = asked(young, [signedAt(ago(hour))]).evidence;
    const second: Evidence = {
      ...first,
      authority: 'partner',
      authorityDigest: digest('2'),
      outcome: { status: 'proven', provenTimes: [ago(3 * hour)] },
    };
    const given = asked([{ ...young[0], signers }], [signedAt(ago(hour))]);
    expect(inWords(judge(given))).toBe('trusted accepted');
    expect(
      inWords(judge({ ...given, evidence: [...given.evidence, second] })),
    ).toBe('untrusted condition-not-met');
  });

  it('S4.1 an old one takes nothing from a young one', () => {
    const evidence = [signedAt(ago(9 * hour)), signedAt(ago(hour)), signedAt()];
    expect(answerTo(young, evidence)).toBe('trusted accepted');
  });

  it('S1.6 is what reconsider-at waits for', () => {
    const given = asked(young, [signedAt(ago(hour))]);
    const { reconsiderAt } = judge(given);
    expect(Date.parse(reconsiderAt!) - Date.parse(given.now)).toBe(hour + 1);
    const before = new Date(Date.parse(reconsiderAt!) - 1).toISOString();
    expect(inWords(judge({ ...given, now: before }))).toBe('trusted accepted');
    expect(inWords(judge({ ...given, now: reconsiderAt! }))).toBe(
      'untrusted condition-not-met',
    );
  });
});
