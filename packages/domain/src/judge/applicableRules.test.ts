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
  applicableRules(rules, { ...usage, repository }, ['prod']).map(
    ({ name }) => name,
  );

describe('S3.1 the rules that speak of a usage', () => {
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
