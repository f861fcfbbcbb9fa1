import fc from 'fast-check';
import type { AcceptanceRule, RegistryContent } from '../registry/rule';
import { contentDiff, isNoChange } from './contentDiff';
import { rebasedContent } from './rebasedContent';

function rule(name: string, rest: Partial<AcceptanceRule> = {}) {
  return {
    name,
    references: ['ghcr.io/acme/**'],
    mode: 'observe' as const,
    signers: [{ key: 'platform-key' }],
    ...rest,
  };
}
const enforced = (name: string) => rule(name, { mode: 'enforce' });
const content = (...rules: AcceptanceRule[]): RegistryContent => ({ rules });
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(name => rule(name));
const names = (one?: RegistryContent) => one?.rules.map(({ name }) => name);

describe('what a proposal changes, over another base', () => {
  it('is what it was where nothing else was touched', () => {
    const { content: rebased, conflicts } = rebasedContent(
      content(a, b, c),
      content(enforced('a'), c),
      content(a, b, enforced('c'), d),
    );
    expect(conflicts).toEqual([]);
    expect(rebased).toEqual(content(enforced('a'), enforced('c'), d));
  });

  it('touches nothing twice where both changed the same rule to the same', () => {
    const both = content(enforced('a'));
    expect(rebasedContent(content(a, b), both, both)).toEqual({
      content: both,
      conflicts: [],
    });
  });

  it('names a rule that both changed, and chooses for nobody', () => {
    const theirs = rule('a', { owner: 'group:default/payments' });
    expect(
      rebasedContent(content(a), content(enforced('a')), content(theirs)),
    ).toEqual({
      conflicts: [
        {
          of: 'rules',
          base: [a],
          proposed: [enforced('a')],
          inForce: [theirs],
        },
      ],
    });
  });

  it.each([
    ['removed what was changed', content(), content(enforced('a'))],
    ['changed what was removed', content(enforced('a')), content()],
  ])('names a rule of which one %s', (_, proposed, inForce) => {
    const { content: rebased, conflicts } = rebasedContent(
      content(a),
      proposed,
      inForce,
    );
    expect(rebased).toBeUndefined();
    expect(conflicts).toEqual([
      {
        of: 'rules',
        base: [a],
        proposed: proposed.rules,
        inForce: inForce.rules,
      },
    ]);
  });

  it('names a rule that both added with different words', () => {
    const { conflicts } = rebasedContent(
      content(),
      content(a),
      content(enforced('a')),
    );
    expect(conflicts).toMatchObject([{ of: 'rules', base: [] }]);
  });

  it('never brings back what was distrusted meanwhile, nor takes it away', () => {
    const entry = { key: 'lost-key', reason: 'lost' };
    const { content: rebased } = rebasedContent(content(a), content(a, b), {
      ...content(a),
      distrust: [entry],
    });
    expect(rebased).toEqual({ ...content(a, b), distrust: [entry] });
  });

  it('names an entry and a builder that both changed', () => {
    const entry = { key: 'lost-key', reason: 'lost' };
    const builder = {
      signer: { key: 'ci' },
      level: 1 as const,
      because: 'We looked.',
    };
    const withBoth = (reason: string, level: 1 | 2 | 3) => ({
      rules: [],
      distrust: [{ ...entry, reason }],
      builders: [{ ...builder, level }],
    });
    const { conflicts } = rebasedContent(
      withBoth('lost', 1),
      withBoth('stolen', 2),
      withBoth('found', 3),
    );
    expect(conflicts.map(one => one.of)).toEqual(['distrust', 'builders']);
  });

  it('keeps the order in which the proposal put its rules where nobody else moved any', () => {
    const { content: rebased } = rebasedContent(
      content(a, b),
      content(b, d, a),
      content(enforced('a'), b),
    );
    expect(rebased).toEqual(content(b, d, enforced('a')));
  });

  it('puts what is new behind what it stood behind, else in front', () => {
    const [x, y] = [rule('x'), rule('y')];
    const { content: rebased } = rebasedContent(
      content(a, b),
      content(x, a, y, b),
      content(b, a, c),
    );
    expect(names(rebased)).toEqual(['x', 'b', 'a', 'y', 'c']);
  });

  it('says where both moved rules', () => {
    expect(
      rebasedContent(content(a, b, c), content(b, a, c), content(c, a, b)),
    ).toEqual({ conflicts: [{ of: 'order' }] });
  });

  it('changes what the proposal changed and nothing else, whatever was merged meanwhile', () => {
    const anyRule = fc.record<AcceptanceRule>({
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      references: fc.subarray(['x', 'y'], { minLength: 1 }),
      mode: fc.constantFrom('off', 'observe', 'enforce'),
      signers: fc.constant([{ key: 'k' }]),
    });
    const anyContent = fc
      .uniqueArray(anyRule, { selector: ({ name }) => name })
      .map(rules => ({ rules }));
    let carried = 0;
    fc.assert(
      fc.property(anyContent, anyContent, anyContent, (one, two, three) => {
        expect(rebasedContent(one, two, one)).toEqual({
          content: two,
          conflicts: [],
        });
        expect(rebasedContent(one, one, three).content).toEqual(three);
        const { content: rebased, conflicts } = rebasedContent(one, two, three);
        expect(rebased === undefined).toBe(conflicts.length > 0);
        if (!rebased) return;
        if (!isNoChange(contentDiff(three, rebased))) carried++;
        const changed = (from: RegistryContent, to: RegistryContent) =>
          contentDiff(from, to).rules.map(change => JSON.stringify(change));
        const proposed = new Set(changed(one, two));
        expect(
          changed(three, rebased).filter(change => !proposed.has(change)),
        ).toEqual([]);
        expect(
          contentDiff(rebased, two)
            .rules.map(nameOf)
            .filter(name =>
              contentDiff(one, two).rules.map(nameOf).includes(name),
            ),
        ).toEqual([]);
      }),
    );
    expect(carried).toBeGreaterThan(0);
  });
});

function nameOf(
  change: ReturnType<typeof contentDiff>['rules'][number],
): string {
  return (change.change === 'removed' ? change.before : change.after).name;
}
