import fc from 'fast-check';
import { compilePattern } from '../pattern';
import type { AcceptanceRule } from '../registry/rule';
import { input } from '../testing/judgeInputs';
import { applicableRules } from './applicableRules';

const { usage } = input();
const ruleFor = (name: string, references: string[]): AcceptanceRule => ({
  name,
  references,
  mode: 'enforce',
  signers: [{ key: 'k' }],
});
const namesFor = (rules: AcceptanceRule[], repository?: string) =>
  applicableRules(rules, {
    usage: { ...usage, repository },
    declaredEnvironments: ['prod'],
    kinds: ['container-image'],
  }).map(({ name }) => name);

/** What a word of a rule is compared with; what only says what the rule asks for chooses nothing. */
type ChosenBy =
  | 'the usage'
  | 'the bytes, and the word beside them'
  | 'words that only add'
  | 'nothing';

/** S3.1: whoever lets rules be chosen by something else has to say here what an entity could gain by saying it. */
const chosenBy: Record<keyof AcceptanceRule, ChosenBy> = {
  ...{ references: 'the usage', environments: 'the usage' },
  kinds: 'the bytes, and the word beside them',
  entities: 'words that only add',
  ...{ name: 'nothing', mode: 'nothing', modes: 'nothing' },
  ...{ signers: 'nothing', requirements: 'nothing', owner: 'nothing' },
  ...{ rationale: 'nothing', runbook: 'nothing' },
};

describe('S3.1 the rules that speak of a usage', () => {
  it('are chosen by what is thought of here, and by nothing else', () => {
    const rule: Required<AcceptanceRule> = {
      ...ruleFor('one', ['ghcr.io/acme/**']),
      environments: ['prod'],
      kinds: ['container-image'],
      entities: [{ type: ['service'] }],
      modes: { prod: 'off' },
      requirements: [{ type: 'sbom' }],
      ...{ owner: 'group:default/x', rationale: 'So.', runbook: 'https://x' },
    };
    const other: Required<AcceptanceRule> = {
      ...ruleFor('other', ['ghcr.io/other/**']),
      environments: ['dev'],
      kinds: ['sbom'],
      entities: [{ type: ['library'] }],
      signers: [{ key: 'other' }],
      mode: 'off',
      modes: { dev: 'enforce' },
      requirements: [{ type: 'signature' }],
      ...{ owner: 'group:default/y', rationale: 'No.', runbook: 'https://y' },
    };
    const where = 'ghcr.io/acme/x';
    const given = ['prod', 'dev'];
    const chosen = (key: string) =>
      applicableRules(
        [{ ...rule, [key]: other[key as keyof AcceptanceRule] }],
        {
          usage: { ...usage, repository: where },
          declaredEnvironments: given,
          kinds: ['container-image'],
          entity: { type: 'service' },
        },
      ).length > 0;
    for (const [key, by] of Object.entries(chosenBy))
      expect([key, chosen(key)]).toEqual([key, by === 'nothing']);
  });

  it('are those of which a pattern matches, in the order of the list', () => {
    const part = fc.constantFrom('a', 'b', '/', '*', '**', 'a/', '/b');
    const anyPattern = fc
      .array(part, { minLength: 1, maxLength: 5 })
      .map(parts => parts.join(''))
      .filter(pattern => !pattern.includes('***'));
    const anyList = fc
      .array(fc.array(anyPattern, { minLength: 1, maxLength: 3 }), {
        maxLength: 12,
      })
      .map(lists => lists.map((list, i) => ruleFor(`${i}`, list)));
    const anyRepository = fc
      .array(fc.constantFrom('a', 'b', '/', '.'), {
        minLength: 1,
        maxLength: 8,
      })
      .map(characters => characters.join(''));
    fc.assert(
      fc.property(anyList, anyRepository, (rules, repository) => {
        const expected = rules.filter(({ references }) =>
          references.some(one => compilePattern(one).matches(repository)),
        );
        const names = expected.map(({ name }) => name);
        expect(namesFor(rules, repository)).toEqual(names);
        expect(namesFor(rules, repository)).toEqual(names);
      }),
      { numRuns: 3_000 },
    );
  });

  it('are all where nobody can read the reference, and a pattern that nobody can read speaks of everything', () => {
    const rules = [
      ruleFor('other', ['ghcr.io/other/**']),
      ruleFor('unreadable', ['ghcr.io/other/***']),
    ];
    expect(namesFor(rules)).toEqual(['other', 'unreadable']);
    expect(namesFor(rules, 'ghcr.io/acme/x')).toEqual(['unreadable']);
  });
});
