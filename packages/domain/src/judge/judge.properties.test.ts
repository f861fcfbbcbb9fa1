import fc from 'fast-check';
import { evidenceFailureCodes } from '../explanation/codes';
import type { Collection, SourceReport } from '../records/collection';
import type { Evidence } from '../records/evidence';
import { isDigest } from '../records/digest';
import { artifactKinds } from '../records/usage';
import { statementRoles, type StatementRole } from '../records/statement';
import { decisions } from '../records/verdict';
import {
  acme,
  ago,
  cause,
  collection,
  digest,
  failed,
  failure,
  hour,
  identity,
  input,
  partner,
  platformKey,
  proven,
  releaseRule,
  releaseWorkflow,
  scanned,
  subject as judgedDigest,
} from '../testing/judgeInputs';
import { numbered } from '../testing/truthTables';
import type { DistrustEntry } from '../registry/distrust';
import type { Requirement } from '../registry/requirement';
import type { Mode, RuleSigner } from '../registry/rule';
import { countsNewest } from './conditions';
import type { JudgeInput } from './input';
import { judge } from './judge';

const subjects = [
  `${releaseWorkflow}@refs/tags/v1`,
  `${releaseWorkflow}@refs/heads/main`,
  'https://github.com/evil/x/.github/workflows/release.yml@refs/tags/v1',
];
/** What a rule or a requirement says of its mode, as far as it does. */
interface Word {
  mode?: Mode;
  prod?: Mode;
  dev?: Mode;
}

function worded({ mode, prod, dev }: Word) {
  const modes = { ...(prod && { prod }), ...(dev && { dev }) };
  return {
    ...(mode && { mode }),
    ...(Object.keys(modes).length > 0 && { modes }),
  };
}

const materials = ['b', 'c', 'd', 'e', '7'].map(digest);

const anyEvidence: fc.Arbitrary<Evidence> = fc
  .record({
    material: fc.constantFrom(...materials),
    authority: fc.constantFrom(acme, partner, platformKey),
    subject: fc.constantFrom(...subjects),
    byKey: fc.boolean(),
    role: fc.constantFrom(...statementRoles),
    code: fc.option(fc.constantFrom(...evidenceFailureCodes), {
      nil: undefined,
    }),
  })
  .map(({ material, authority, subject, byKey, role, code }) => {
    const change: Partial<Evidence> = {
      material,
      authority: authority.name,
      authorityDigest:
        authority.status === 'loaded' ? authority.digest : digest('0'),
      signer: byKey ? { type: 'key' } : identity({ subject }),
      statement: { role },
    };
    return code ? failed(code, change) : proven(change);
  });

const anyReport: fc.Arbitrary<SourceReport> = fc.constantFrom<SourceReport>(
  failure('referrers-api'),
  failure('cosign-att-tag', cause('rate-limited')),
  failure('cosign-sig-tag', cause('malformed', 'material')),
  { source: 'subject', status: 'absent' },
  { source: 'cosign-sig-tag', status: 'limited', limit: 'too much' },
);

const anyCollection: fc.Arbitrary<Collection> = fc
  .record({
    materials: fc.uniqueArray(fc.constantFrom(...materials)),
    age: fc.integer({ min: 0, max: 30 * hour }),
    reports: fc.array(anyReport, { maxLength: 2 }),
  })
  .map(({ materials: found, age, reports }) =>
    collection(found, { at: ago(age) }, reports),
  );

const anyInput: fc.Arbitrary<JudgeInput> = fc
  .record({
    collections: fc.array(anyCollection, { maxLength: 4 }),
    evidence: fc.array(anyEvidence, { maxLength: 8 }),
    mode: fc.constantFrom(
      'off' as const,
      'observe' as const,
      'enforce' as const,
    ),
    environment: fc.constantFrom(undefined, 'prod', 'dev', 'made-up'),
    resolution: fc.constantFrom<JudgeInput['resolution']>(
      { status: 'pending' },
      { status: 'resolved', at: ago(0) },
      { status: 'failed', at: ago(0), cause: cause() },
      {
        status: 'failed',
        at: ago(0),
        cause: cause('artifact-not-found', 'configuration'),
      },
    ),
    authorities: fc.subarray([acme, partner, platformKey]),
    acceptedBefore: fc.subarray(materials),
  })
  .map(({ mode, environment, ...rest }) =>
    input({
      ...rest,
      usage: { ...input().usage, environment },
      registry: { version: 1, rules: [{ ...releaseRule, mode }] },
    }),
  );

const strictness = (judged: JudgeInput) =>
  decisions.indexOf(judge(judged).decision);

describe('whatever the input', () => {
  it('S1.6 the judge answers, and answers the same', () => {
    fc.assert(
      fc.property(anyInput, judged => {
        const first = judge(judged);
        expect(JSON.stringify(judge(judged))).toBe(JSON.stringify(first));
        expect(first.origin !== undefined).toBe(
          first.verdict === 'inconclusive',
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('S4.1 the order in which things were found changes neither verdict nor decision', () => {
    fc.assert(
      fc.property(anyInput, judged => {
        const turned = judge({
          ...judged,
          evidence: [...judged.evidence].reverse(),
          collections: [...judged.collections].reverse(),
        });
        const { verdict, decision } = judge(judged);
        expect([turned.verdict, turned.decision]).toEqual([verdict, decision]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('S5.2 unproven material makes nothing more permissive, and takes no trust away', () => {
    const junk = digest('9');
    const unproven = fc
      .constantFrom(...evidenceFailureCodes)
      .map(code => failed(code, { material: junk }));
    fc.assert(
      fc.property(anyInput, unproven, (judged, evidence) => {
        const after: JudgeInput = {
          ...judged,
          evidence: [evidence, ...judged.evidence],
          collections: judged.collections.map(one => ({
            ...one,
            material: [
              { digest: junk, source: 'cosign-sig-tag', format: 'unknown' },
              ...one.material,
            ],
          })),
        };
        expect(strictness(after)).toBeGreaterThanOrEqual(strictness(judged));
        expect(judge(after).verdict === 'trusted').toBe(
          judge(judged).verdict === 'trusted',
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('trusts only what a rule in force and an authority in force accept', () => {
    fc.assert(
      fc.property(anyInput, judged => {
        const accepted = judged.evidence.some(
          ({ outcome, authority, signer, statement }) =>
            outcome.status === 'proven' &&
            authority === 'acme' &&
            judged.authorities.includes(acme) &&
            signer?.type === 'certificate' &&
            signer.subject === subjects[0] &&
            ['signature', 'provenance'].includes(statement!.role),
        );
        expect(accepted || judge(judged).verdict !== 'trusted').toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('S4.6 the mode changes the decision and never the verdict', () => {
    fc.assert(
      fc.property(anyInput, judged => {
        const inMode = (mode: 'observe' | 'enforce') =>
          judge({
            ...judged,
            registry: { version: 1, rules: [{ ...releaseRule, mode }] },
          });
        expect(inMode('enforce').verdict).toBe(inMode('observe').verdict);
        expect(inMode('enforce').reason).toEqual(inMode('observe').reason);
      }),
    );
  });
});

describe('whatever the rule requires, and whatever lies above and below', () => {
  const kinds = [
    { type: 'signature' },
    { type: 'scan', maximum: { critical: 0 } },
    { type: 'scan', maximum: { critical: 0 }, maximumAgeMs: 5 * hour },
    { type: 'provenance' },
    { type: 'test' },
    { type: 'sbom' },
  ] satisfies Requirement[];
  const digests = [judgedDigest, numbered(1), numbered(2), numbered(3)];

  const anyWord = fc
    .record({
      base: anyEvidence,
      about: fc.constantFrom(...digests),
      scan: fc.option(
        fc.record({
          critical: fc.integer({ min: 0, max: 1 }),
          hours: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
        }),
        { nil: undefined },
      ),
    })
    .map(({ base, about, scan }): Evidence => {
      const { material, signer, authority, authorityDigest } = base;
      const change = { subject: about, material };
      return scan
        ? scanned(scan.critical, scan.hours, {
            ...change,
            signer,
            authority,
            authorityDigest,
          })
        : { ...base, ...change };
    });

  const anyTree: fc.Arbitrary<Collection[]> = fc.array(
    fc
      .record({
        base: anyCollection,
        about: fc.constantFrom(...digests),
        lists: fc.option(fc.subarray(digests), { nil: undefined }),
      })
      .map(({ base, about, lists }) => ({
        ...base,
        subject: about,
        ...(lists && {
          children: lists.map((child, i) => ({
            digest: child,
            mediaType: 'application/vnd.oci.image.manifest.v1+json',
            isRunnable: i !== 2,
          })),
        }),
      })),
    { maxLength: 6 },
  );

  const anyDemand: fc.Arbitrary<JudgeInput> = fc
    .record({
      input: anyInput,
      requirements: fc.subarray(kinds),
      collections: anyTree,
      evidence: fc.array(anyWord, { maxLength: 10 }),
    })
    .map(({ input: given, requirements, collections, evidence }) => ({
      ...given,
      collections,
      evidence,
      registry: {
        version: 1,
        rules: [{ ...given.registry.rules[0], requirements }],
      },
    }));

  /** Instants around the scans of one to nine hours ago, and one to come. */
  const anyFrom = fc.option(
    fc.constantFrom(-2, -0.5, 0, 1, 2, 5, 9).map(hours => ago(hours * hour)),
    { nil: undefined },
  );
  const anyTarget = fc.oneof(
    fc.record({
      authority: fc.constantFrom(undefined, 'acme', 'partner'),
      issuer: fc.constantFrom(identity().issuer, 'https://evil.test'),
      subject: fc.constantFrom(...subjects, '**'),
    }),
    fc.constantFrom('platform-key', ...digests),
  );
  const anyEntry: fc.Arbitrary<DistrustEntry> = fc
    .record({ target: anyTarget, from: anyFrom })
    .map(({ target, from }) => {
      const why = { reason: 'stolen', ...(from && { from }) };
      if (typeof target !== 'string') return { identity: target, ...why };
      return isDigest(target)
        ? { digest: target, ...why }
        : { key: target, ...why };
    });
  const withEntries = (judged: JudgeInput, distrust: DistrustEntry[]) => ({
    ...judged,
    registry: { ...judged.registry, distrust },
  });
  const someEntries = fc.array(anyEntry, { maxLength: 3 });

  it('S7.2 one more distrust entry makes nothing more permissive, and nothing trusted', () => {
    fc.assert(
      fc.property(
        anyDemand,
        someEntries,
        anyEntry,
        fc.boolean(),
        (judged, entries, another, ruled) => {
          const given: JudgeInput = ruled
            ? judged
            : { ...judged, registry: { version: 1, rules: [] } };
          const before = withEntries(given, entries);
          const after = withEntries(given, [another, ...entries]);
          expect(strictness(after)).toBeGreaterThanOrEqual(strictness(before));
          const verdicts = [before, after].map(one => judge(one).verdict);
          expect(verdicts[1] === 'trusted' && verdicts[0] !== 'trusted').toBe(
            false,
          );
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('S4.1 the order in which distrust was written and things were found changes nothing', () => {
    fc.assert(
      fc.property(anyDemand, someEntries, (judged, entries) => {
        const { verdict, decision } = judge(withEntries(judged, entries));
        const turned = judge(
          withEntries(
            { ...judged, evidence: [...judged.evidence].reverse() },
            [...entries].reverse(),
          ),
        );
        expect([turned.verdict, turned.decision]).toEqual([verdict, decision]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('S4.8 whatever is distrusted by its digest is untrusted, and says so', () => {
    fc.assert(
      fc.property(anyDemand, anyFrom, (judged, from) => {
        const entry = { digest: judgedDigest, reason: 'malware', from };
        const { verdict, reason } = judge(withEntries(judged, [entry]));
        const holds = from === undefined || from <= judged.now;
        expect(holds && [verdict, reason.code]).toEqual(
          holds && ['untrusted', 'distrusted'],
        );
      }),
    );
  });

  it('S1.6 S4.1 the judge answers, and the order changes neither verdict nor decision', () => {
    fc.assert(
      fc.property(anyDemand, judged => {
        const first = judge(judged);
        expect(first.origin !== undefined).toBe(
          first.verdict === 'inconclusive',
        );
        const turned = judge({
          ...judged,
          evidence: [...judged.evidence].reverse(),
        });
        expect([turned.verdict, turned.decision]).toEqual([
          first.verdict,
          first.decision,
        ]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('S1.6 between now and reconsiderAt nothing changes', () => {
    fc.assert(
      fc.property(
        anyDemand,
        someEntries,
        fc.constantFrom(3 * hour, 24 * hour),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (given, entries, maximumAgeMs, part) => {
          const judged = {
            ...withEntries(given, entries),
            settings: { ...given.settings, maximumAgeMs },
          };
          const { reconsiderAt, ...first } = judge(judged);
          const start = Date.parse(judged.now);
          const end =
            reconsiderAt === undefined
              ? start + 1_000 * hour
              : Date.parse(reconsiderAt);
          const within = start + Math.floor(part * (end - start));
          for (const at of [within, end - 1]) {
            const later = judge({
              ...judged,
              now: new Date(at).toISOString(),
            });
            expect(later).toEqual({
              ...first,
              ...(reconsiderAt !== undefined && { reconsiderAt }),
            });
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('S4.2 one more requirement makes nothing more permissive', () => {
    fc.assert(
      fc.property(anyDemand, fc.constantFrom(...kinds), (judged, another) => {
        const [rule] = judged.registry.rules;
        if (rule.requirements!.length === 0 || rule.mode === 'off') return;
        const asking = {
          ...rule,
          requirements: [...rule.requirements!, another],
        };
        const more = { ...judged, registry: { version: 1, rules: [asking] } };
        // A signature is asked for in both: without one the other answer is about that (S3.3).
        if (rule.requirements!.every(({ type }) => type !== 'signature'))
          return;
        expect(strictness(more)).toBeGreaterThanOrEqual(strictness(judged));
      }),
      { numRuns: 3_000 },
    );
  });

  it('S4.3 one more signer takes no trust away, save where the newest word of the rule’s own signers counts', () => {
    const [first] = releaseRule.signers;
    const anySigner = fc.constantFrom<RuleSigner>(
      { ...first, subject: '**' },
      { ...first, authority: 'partner', subject: '**' },
      { key: 'platform-key' },
    );
    const statement = (i: number, role: StatementRole) =>
      proven({ material: materials[i], statement: { role } });
    const met = [
      statement(0, 'signature'),
      statement(1, 'provenance'),
      statement(2, 'sbom'),
      scanned(0, 1, { material: materials[3] }),
    ];
    // Everything is met, beside whatever else anybody said.
    const anyMet = fc
      .record({
        requirements: fc.subarray(kinds.filter(({ type }) => type !== 'test')),
        others: fc.array(anyWord, { maxLength: 6 }),
      })
      .map(({ requirements, others }) =>
        input({
          collections: [collection(materials)],
          evidence: [...met, ...others],
          registry: { version: 1, rules: [{ ...releaseRule, requirements }] },
        }),
      );
    const seen = { kept: 0, newest: 0 };
    fc.assert(
      fc.property(anyMet, anySigner, (judged, signer) => {
        if (judge(judged).verdict !== 'trusted') return;
        const [rule] = judged.registry.rules;
        const wider = { ...rule, signers: [...rule.signers, signer] };
        if (rule.requirements!.some(countsNewest)) {
          seen.newest++;
          return;
        }
        const registry = { version: 1, rules: [wider] };
        expect(judge({ ...judged, registry }).verdict).toBe('trusted');
        seen.kept++;
      }),
      { numRuns: 2_000 },
    );
    expect(seen.kept).toBeGreaterThan(20);
    expect(seen.newest).toBeGreaterThan(0);
  });

  it('S3.3 what is off everywhere is never trusted', () => {
    fc.assert(
      fc.property(anyDemand, judged => {
        const rules = judged.registry.rules.map(rule => ({
          ...rule,
          mode: 'off' as const,
        }));
        const registry = { version: 1, rules };
        const { verdict, decision } = judge({ ...judged, registry });
        expect(verdict).not.toBe('trusted');
        expect(decision).not.toBe('allow');
      }),
      { numRuns: 1_000 },
    );
  });

  it('S4.6 the step between observe and enforce changes no verdict, by rule, requirement or environment', () => {
    const steps = ['observe', 'enforce'] as const;
    const anyMode = fc.constantFrom(...steps);
    const perhaps = fc.option(anyMode, { nil: undefined });
    const anyWords = fc.array(
      fc.record({ mode: perhaps, prod: perhaps, dev: perhaps }),
      { minLength: 8, maxLength: 8 },
    );
    const withModes = (judged: JudgeInput, mode: Mode, words: Word[]) => {
      const [rule] = judged.registry.rules;
      const requirements = rule.requirements!.map((one, i) => ({
        ...one,
        ...worded(words[i % words.length]),
      }));
      const said = { ...rule, ...worded(words[7]), mode, requirements };
      return { ...judged, registry: { version: 1, rules: [said] } };
    };
    fc.assert(
      fc.property(anyDemand, anyMode, anyWords, (judged, mode, words) => {
        const mixed = judge(withModes(judged, mode, words));
        const plain = steps.map(all =>
          judge(withModes(judged, all, [{}, {}, {}, {}, {}, {}, {}, {}])),
        );
        for (const one of plain) expect(mixed.verdict).toBe(one.verdict);
        const [observed, enforced] = plain.map(({ decision }) =>
          decisions.indexOf(decision),
        );
        const strict = decisions.indexOf(mixed.decision);
        expect(strict).toBeGreaterThanOrEqual(observed);
        expect(strict).toBeLessThanOrEqual(enforced);
      }),
      { numRuns: 3_000 },
    );
  });

  it('S5.2 a stranger’s material takes no trust away and gives none', () => {
    const added = digest('9');
    fc.assert(
      fc.property(anyDemand, fc.constantFrom(...digests), (judged, about) => {
        const stranger = identity({ issuer: 'https://evil.test' });
        const word = scanned(1, 1, {
          subject: about,
          material: added,
          signer: stranger,
        });
        const after: JudgeInput = {
          ...judged,
          evidence: [word, ...judged.evidence],
          collections: judged.collections.map(one =>
            one.subject === about
              ? {
                  ...one,
                  material: [
                    {
                      digest: added,
                      source: 'cosign-att-tag',
                      format: 'unknown',
                    },
                    ...one.material,
                  ],
                }
              : one,
          ),
        };
        if (!judged.authorities.includes(acme)) return;
        expect(judge(after).verdict === 'trusted').toBe(
          judge(judged).verdict === 'trusted',
        );
        expect(strictness(after)).toBeGreaterThanOrEqual(strictness(judged));
      }),
      { numRuns: 3_000 },
    );
  });

  it('S3.1 what bytes can be takes trust away and gives none', () => {
    let contradicted = 0;
    const anyKinds = fc.array(
      fc.option(fc.subarray([...artifactKinds]), { nil: undefined }),
      { minLength: 8, maxLength: 8 },
    );
    fc.assert(
      fc.property(anyDemand, anyKinds, (judged, found) => {
        const collections = judged.collections.map((one, i) => {
          const certain = found[i % found.length];
          return certain ? { ...one, kinds: certain } : one;
        });
        const after = { ...judged, collections };
        const isTrusted = judge(after).verdict === 'trusted';
        expect(!isTrusted || judge(judged).verdict === 'trusted').toBe(true);
        expect(strictness(after)).toBeGreaterThanOrEqual(strictness(judged));
        const isContradicted = judge(after).reason.code === 'kind-mismatch';
        if (isContradicted) contradicted++;
        const fits = found.every(
          certain => !certain || certain.includes(judged.usage.kind),
        );
        expect(fits && isContradicted).toBe(false);
      }),
      { numRuns: 3_000 },
    );
    expect(contradicted).toBeGreaterThan(100);
  });

  it('S3.1 bytes of a kind that nobody named change what is shown, or take trust away', () => {
    let shown = 0;
    let contradicted = 0;
    const anyKinds = fc.array(
      fc.option(fc.subarray([...artifactKinds]), { nil: undefined }),
      { minLength: 8, maxLength: 8 },
    );
    fc.assert(
      fc.property(anyDemand, anyKinds, (judged, found) => {
        const usage = { ...judged.usage, isKindAssumed: true };
        const collections = judged.collections.map((one, i) => ({
          ...one,
          kinds: found[i % found.length],
        }));
        const { kind, ...after } = judge({ ...judged, usage, collections });
        if (kind) shown++;
        const isContradicted = (one: { reason: { code: string } }) =>
          one.reason.code === 'kind-mismatch';
        const takesAway = [after, ...after.rules].some(isContradicted);
        if (takesAway) contradicted++;
        expect(takesAway ? after.verdict !== 'trusted' : after).toEqual(
          takesAway || judge(judged),
        );
      }),
      { numRuns: 3_000 },
    );
    expect(shown).toBeGreaterThan(100);
    expect(contradicted).toBeGreaterThan(100);
  });

  it('S8.2 trusts only by what an accepted signer signed over the digest, above or below it', () => {
    fc.assert(
      fc.property(anyDemand, judged => {
        const accepted = judged.evidence.some(
          ({ outcome, authority, signer, statement }) =>
            outcome.status === 'proven' &&
            authority === 'acme' &&
            signer?.type === 'certificate' &&
            signer.subject === subjects[0] &&
            ['signature', 'provenance'].includes(statement!.role),
        );
        expect(accepted || judge(judged).verdict !== 'trusted').toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });
});
