import fc from 'fast-check';
import type { EntityWords } from '../records/entityWords';
import { decisions } from '../records/verdict';
import { filteredWords, type EntityFilter } from '../registry/entityFilter';
import type { Requirement } from '../registry/requirement';
import type { AcceptanceRule, Mode } from '../registry/rule';
import {
  collection,
  identity,
  input,
  proven,
  releaseRule,
} from '../testing/judgeInputs';
import type { JudgeInput } from './input';
import { judge } from './judge';
import { wordsHoldUntil } from './renewJudgement';
import { verdictStrength } from './strength';

/** Accepts nobody who signed. */
const nobody = [{ ...releaseRule.signers[0], subject: 'https://nobody.test' }];
const payments: EntityFilter = { system: ['system:default/payments'] };
const forSome = (
  entities: EntityFilter[],
  change: Partial<AcceptanceRule> = {},
): AcceptanceRule => ({ ...releaseRule, name: 'some', entities, ...change });

function judged(
  rules: AcceptanceRule[],
  entity: EntityWords | undefined,
  change: Partial<JudgeInput> = {},
) {
  return judge(
    input({
      registry: { version: 1, rules },
      ...(entity && { entity }),
      ...change,
    }),
  );
}

const said = ({ verdict, decision, reason }: ReturnType<typeof judge>) =>
  `${verdict} ${decision} ${reason.code}`;

describe('S3.1 a rule for some entities', () => {
  const rules = [releaseRule, forSome([payments], { signers: nobody })];

  it('adds to the rules for all of them', () => {
    expect(said(judged(rules, { system: 'system:default/payments' }))).toBe(
      'untrusted deny signer-not-accepted',
    );
    expect(said(judged(rules, { system: 'system:default/other' }))).toBe(
      'trusted allow accepted',
    );
  });

  it.each<[string, EntityWords | undefined]>([
    ['of which nothing is known', undefined],
    ['that leaves the word out', { kind: 'component', labels: {} }],
  ])('holds for an entity %s', (_, entity) => {
    expect(said(judged(rules, entity))).toBe(
      'untrusted deny signer-not-accepted',
    );
  });

  it.each<[string, EntityFilter[], EntityWords, boolean]>([
    ['one of several values', [{ type: ['a', 'b'] }], { type: 'b' }, true],
    [
      'in other letters',
      [{ kind: ['Component'] }],
      { kind: 'component' },
      true,
    ],
    [
      'of which another word differs',
      [{ type: ['a'], lifecycle: ['production'] }],
      { type: 'a', lifecycle: 'experimental' },
      false,
    ],
    [
      'by another of its filters',
      [{ type: ['a'] }, { owner: ['group:default/x'] }],
      { type: 'b', owner: 'group:default/x' },
      true,
    ],
    [
      'whose label has another value, to the letter',
      [{ labels: { tier: ['One'] } }],
      { labels: { tier: 'one' } },
      false,
    ],
    [
      'that has a label of that value',
      [{ labels: { tier: ['one', 'two'], constructor: ['x'] } }],
      { labels: { tier: 'two' } },
      true,
    ],
    [
      'whose labels are not known',
      [{ labels: { tier: ['one'] } }],
      { type: 'a' },
      true,
    ],
    ['whatever it says, by an empty list', [], { type: 'a' }, true],
  ])('speaks of an entity %s, or does not', (_, filters, entity, speaks) => {
    const names = judged([releaseRule, forSome(filters)], entity).rules.map(
      ({ rule }) => rule,
    );
    expect(names.includes('some')).toBe(speaks);
  });

  it('S3.3 makes nothing trusted where no rule is for all entities', () => {
    const entity = { system: 'system:default/payments' };
    const answer = judged([forSome([payments])], entity);
    expect(said(answer)).toBe('untrusted warn no-rule');
    expect(answer.rules).toMatchObject([{ rule: 'some', verdict: 'trusted' }]);
    const off = { ...releaseRule, mode: 'off' as const };
    expect(said(judged([off, forSome([payments])], entity))).toBe(
      'untrusted warn nothing-required',
    );
    expect(said(judged([forSome([])], entity))).toBe('untrusted warn no-rule');
    const denied = [forSome([payments], { signers: nobody })];
    expect(said(judged(denied, entity))).toBe(
      'untrusted deny signer-not-accepted',
    );
  });

  it('S1.6 is thought of where it is said how long words hold', () => {
    const scan: Requirement = {
      ...{ type: 'scan', maximum: { critical: 0 } },
      maximumAgeMs: 5 * 3_600_000,
    };
    const of = (entity: EntityWords) =>
      wordsHoldUntil(
        input({
          entity,
          registry: {
            version: 1,
            rules: [releaseRule, forSome([payments], { requirements: [scan] })],
          },
        }),
      );
    expect(of({ system: 'system:default/payments' })).toBeDefined();
    expect(of({ system: 'system:default/other' })).toBeUndefined();
  });
});

describe('whatever an entity says', () => {
  const anyValue = fc.constantFrom('a', 'b', 'A');
  const anyWords: fc.Arbitrary<EntityWords> = fc.record(
    {
      ...Object.fromEntries(filteredWords.map(word => [word, anyValue])),
      labels: fc.dictionary(fc.constantFrom('x', 'y'), anyValue),
    },
    { requiredKeys: [] },
  );
  const values = fc.uniqueArray(anyValue, { minLength: 1 });
  const anyFilter: fc.Arbitrary<EntityFilter> = fc.record(
    {
      ...Object.fromEntries(filteredWords.map(word => [word, values])),
      labels: fc.dictionary(fc.constantFrom('x', 'y'), values),
    },
    { requiredKeys: [] },
  );
  const anyRule = (i: number) =>
    fc
      .record({
        entities: fc.option(fc.array(anyFilter, { maxLength: 2 }), {
          nil: undefined,
        }),
        mode: fc.constantFrom<Mode>('off', 'observe', 'enforce'),
        accepts: fc.boolean(),
        type: fc.constantFrom('signature' as const, 'sbom' as const),
      })
      .map(
        ({ entities, mode, accepts, type }): AcceptanceRule => ({
          ...releaseRule,
          ...{ name: `${i}`, mode, requirements: [{ type }] },
          ...(entities && { entities }),
          ...(!accepts && { signers: nobody }),
        }),
      );
  const anyRules = fc
    .tuple(...[0, 1, 2, 3].map(anyRule), fc.integer({ min: 0, max: 4 }))
    .map(all => (all as AcceptanceRule[]).slice(0, all.pop() as number));
  const anyFound = fc.constantFrom<Partial<JudgeInput>>(
    {},
    { evidence: [proven({ signer: identity({ subject: 'https://x.test' }) })] },
    { evidence: [], collections: [collection([])] },
    { evidence: [], collections: [] },
  );
  const strictness = ({ verdict, decision }: ReturnType<typeof judge>) => [
    verdictStrength.indexOf(verdict),
    decisions.indexOf(decision),
  ];
  const expectStricter = (
    strict: ReturnType<typeof judge>,
    lax: ReturnType<typeof judge>,
  ) => {
    const [verdict, decision] = strictness(strict);
    const [least, leastDecision] = strictness(lax);
    expect(verdict).toBeGreaterThanOrEqual(least);
    expect(decision).toBeGreaterThanOrEqual(leastDecision);
  };

  it('S3.1 nothing is more permissive than under the rules for all entities', () => {
    let added = 0;
    fc.assert(
      fc.property(anyRules, anyWords, anyFound, (rules, words, found) => {
        const forAll = rules.filter(({ entities }) => entities === undefined);
        const plain = judged(forAll, undefined, found);
        const answer = judged(rules, words, found);
        expectStricter(answer, plain);
        expect(judged(forAll, words, found)).toEqual(plain);
        if (said(answer) !== said(plain)) added++;
      }),
      { numRuns: 1_000 },
    );
    expect(added).toBeGreaterThan(100);
  });

  it('S3.1 a word that is left out makes nothing more permissive', () => {
    let added = 0;
    fc.assert(
      fc.property(
        ...([anyRules, anyWords, anyFound, fc.nat(), fc.boolean()] as const),
        (rules, words, found, which, isLabel) => {
          const full = judged(rules, words, found);
          const left = isLabel
            ? { ...words, labels: without(words.labels ?? {}, which) }
            : (without({ ...words }, which) as EntityWords);
          const fewer = judged(rules, left, found);
          const none = judged(rules, undefined, found);
          expectStricter(fewer, full);
          expectStricter(none, fewer);
          if (said(none) !== said(full)) added++;
        },
      ),
      { numRuns: 3_000 },
    );
    // Some hundred; most sets of words fit no filter, or all of them.
    expect(added).toBeGreaterThan(20);
  });

  function without<T>(all: Record<string, T>, which: number) {
    const names = Object.keys(all);
    const gone = names[which % Math.max(1, names.length)];
    return Object.fromEntries(
      Object.entries(all).filter(([name]) => name !== gone),
    );
  }
});
