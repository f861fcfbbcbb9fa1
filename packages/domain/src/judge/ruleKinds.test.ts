import fc from 'fast-check';
import { explain } from '../explanation/explanation';
import type { AuthorityState } from '../records/authority';
import type { Collection } from '../records/collection';
import type { Evidence } from '../records/evidence';
import { artifactKinds, type ArtifactKind } from '../records/usage';
import { decisions } from '../records/verdict';
import type { AcceptanceRule, Mode } from '../registry/rule';
import {
  acme,
  cause,
  collection,
  digest,
  failure,
  identity,
  input,
  proven,
  releaseRule,
  subject,
} from '../testing/judgeInputs';
import { numbered } from '../testing/truthTables';
import { possibleKinds } from './possibleKinds';
import type { JudgeInput } from './input';
import { judge } from './judge';
import { lineageLimits } from './lineage';
import { verdictStrength } from './strength';

/** Accepts nobody who signed. */
const nobody = [{ ...releaseRule.signers[0], subject: 'https://nobody.test' }];
const forKinds = (
  kinds: ArtifactKind[] | undefined,
  change: Partial<AcceptanceRule> = {},
): AcceptanceRule => ({
  ...releaseRule,
  name: (kinds ?? ['every']).join(' '),
  ...(kinds && { kinds }),
  ...change,
});
const down: AuthorityState = {
  ...{ name: acme.name, kind: acme.kind },
  ...{ status: 'failed', cause: cause() },
};
const look = (kinds?: ArtifactKind[], change: Partial<Collection> = {}) =>
  collection([digest('b')], { ...(kinds && { kinds }), ...change });
const named = (kind: ArtifactKind | undefined) => ({
  ...input().usage,
  ...(kind ? { kind } : { isKindAssumed: true }),
});

function judged(
  rules: AcceptanceRule[],
  kinds: ArtifactKind[] | undefined,
  declared?: ArtifactKind,
  change: Partial<JudgeInput> = {},
) {
  return judge(
    input({
      usage: named(declared),
      collections: [look(kinds)],
      registry: { version: 1, rules },
      ...change,
    }),
  );
}

const said = ({ verdict, decision, reason }: ReturnType<typeof judge>) =>
  `${verdict} ${decision} ${reason.code}`;
const namesOf = ({ rules }: ReturnType<typeof judge>) =>
  rules.map(({ rule }) => rule);

describe('S3.1 a rule for some kinds', () => {
  const image = forKinds(['container-image']);
  const chart = forKinds(['helm-chart'], { signers: nobody });

  it('speaks of what its bytes are, and of nothing else', () => {
    const rules = [image, chart];
    expect(namesOf(judged(rules, ['container-image']))).toEqual([image.name]);
    expect(said(judged(rules, ['container-image']))).toBe(
      'trusted allow accepted',
    );
    expect(said(judged(rules, ['helm-chart']))).toBe(
      'untrusted deny signer-not-accepted',
    );
  });

  it('speaks of bytes that can be of its kind and of another one', () => {
    const both: ArtifactKind[] = ['container-image', 'helm-chart'];
    expect(namesOf(judged([image, chart], both))).toEqual([
      image.name,
      chart.name,
    ]);
    const declared = judged([image, chart], both, 'container-image');
    expect(said(declared)).toBe('untrusted deny signer-not-accepted');
  });

  it.each<[string, Partial<JudgeInput>]>([
    ['nothing certain', { collections: [look()] }],
    ['not looked at', { collections: [] }],
    ['not resolved', { usage: { ...named('sbom'), digest: undefined } }],
    ['contradicting themselves', { collections: [look([])] }],
  ])('speaks of bytes that are %s, whatever it is called', (_, change) => {
    const rules = [image, chart];
    const answer = judged(rules, ['sbom'], 'sbom', change);
    expect(namesOf(answer)).toEqual([image.name, chart.name]);
    expect(answer.verdict).not.toBe('trusted');
  });

  it('also speaks of what is called so, which stays a mismatch', () => {
    const answer = judged([image, chart], ['helm-chart'], 'container-image');
    expect(namesOf(answer)).toEqual([image.name, chart.name]);
    expect(said(answer)).toBe('untrusted deny kind-mismatch');
  });

  it('is no rule for anything else, and what is missing is said with the kind', () => {
    const answer = judged([chart], ['container-image']);
    expect(said(answer)).toBe('untrusted warn no-rule');
    expect(explain(answer.reason).sentence).toContain(
      'covers ghcr.io/acme/payments as container-image in prod, so',
    );
    expect(judged([], ['sbom']).reason.parameters).not.toHaveProperty('kind');
  });

  it('holds where somebody wrote an empty list past the parser', () => {
    const empty = forKinds([], { signers: nobody });
    expect(said(judged([image, empty], ['container-image']))).toBe(
      'untrusted deny signer-not-accepted',
    );
  });
});

describe('S8.2 the kinds of an index', () => {
  const child = (at: number, isRunnable = true) => ({
    digest: numbered(at),
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    isRunnable,
  });
  const below = (at: number, kinds?: ArtifactKind[]) =>
    look(kinds, { subject: numbered(at) });
  const of = (...collections: Collection[]) =>
    possibleKinds({ usage: named(undefined), collections });

  it('are those of all that runs of it', () => {
    const index = look(undefined, {
      children: [child(1), child(2), child(3, false)],
    });
    expect(
      of(
        index,
        below(1, ['package', 'terraform-module']),
        below(2, ['container-image']),
      ),
    ).toEqual(['package', 'terraform-module', 'container-image']);
  });

  it.each<[string, Collection[]]>([
    ['was not looked at', []],
    ['is nothing certain', [below(2)]],
    ['contradicts itself', [below(2, [])]],
    [
      'could not be read',
      [collection([], { subject: numbered(2) }, [failure('subject')])],
    ],
  ])('are all where one that runs %s', (_, more) => {
    const index = look(['container-image'], { children: [child(1), child(2)] });
    const collections = [index, below(1, ['container-image']), ...more];
    expect(of(...collections)).toEqual(artifactKinds);
  });

  it('are all where indexes list only each other, or more than is followed', () => {
    const round = look(undefined, {
      children: [{ ...child(0), digest: subject }],
    });
    expect(of(round)).toEqual(artifactKinds);
    const many = Array.from({ length: lineageLimits.digests }, (_, i) => i + 1);
    const index = look(['container-image'], {
      children: many.map(at => child(at)),
    });
    const seen = many.map(at => below(at, ['container-image']));
    expect(of(index, ...seen)).toEqual(artifactKinds);
    const fewer = look(['container-image'], {
      children: many.slice(2).map(at => child(at)),
    });
    expect(of(fewer, ...seen)).toEqual(['container-image']);
  });
});

describe('whatever rules say of kinds', () => {
  const anyKind = fc.constantFrom(...artifactKinds.slice(0, 4));
  const someKinds = fc.option(
    fc.uniqueArray(anyKind, { minLength: 1, maxLength: 3 }),
    { nil: undefined },
  );
  const anyRules = fc
    .array(
      fc.record({
        kinds: someKinds,
        mode: fc.constantFrom<Mode>('off', 'observe', 'enforce'),
        accepts: fc.boolean(),
      }),
      { maxLength: 4 },
    )
    .map(all =>
      all.map(({ kinds, mode, accepts }, i) =>
        forKinds(kinds, {
          name: `${i}`,
          mode,
          ...(!accepts && { signers: nobody }),
        }),
      ),
    );
  const anyBytes = fc.option(fc.uniqueArray(anyKind, { maxLength: 3 }), {
    nil: undefined,
  });
  const strictness = ({ decision, verdict }: ReturnType<typeof judge>) => [
    verdictStrength.indexOf(verdict),
    decisions.indexOf(decision),
  ];
  const anySigner = fc.constantFrom<Evidence[]>(
    [proven()],
    [proven({ signer: identity({ subject: 'https://evil.test' }) })],
    [],
  );

  it('S3.1 no name that an entity gives makes anything more permissive than giving none', () => {
    let contradicted = 0;
    fc.assert(
      fc.property(
        ...([anyRules, anyBytes, anyKind, anySigner, fc.boolean()] as const),
        (rules, bytes, declared, evidence, isDown) => {
          const change: Partial<JudgeInput> = {
            evidence,
            ...(isDown && { authorities: [down] }),
          };
          const without = judged(rules, bytes, undefined, change);
          const called = judged(rules, bytes, declared, change);
          const [verdict, decision] = strictness(called);
          const [least, leastDecision] = strictness(without);
          expect(verdict).toBeGreaterThanOrEqual(least);
          expect(decision).toBeGreaterThanOrEqual(leastDecision);
          expect(namesOf(called)).toEqual(
            expect.arrayContaining(namesOf(without)),
          );
          if (called.reason.code === 'kind-mismatch') contradicted++;
        },
      ),
      { numRuns: 1_000 },
    );
    expect(contradicted).toBeGreaterThan(100);
  });

  it('S3.1 bytes that nobody can tell meet every rule that any bytes would meet', () => {
    fc.assert(
      fc.property(anyRules, anyKind, anySigner, (rules, kind, evidence) => {
        const unknown = judged(rules, undefined, undefined, { evidence });
        const known = judged(rules, [kind], undefined, { evidence });
        expect(namesOf(unknown)).toEqual(
          expect.arrayContaining(namesOf(known)),
        );
        expect(namesOf(unknown)).toHaveLength(
          rules.filter(({ mode }) => mode !== 'off').length,
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
