import fc from 'fast-check';
import type { AcceptanceRule, RegistryContent } from '../registry/rule';
import { contentDiff, isNoChange } from './contentDiff';

const rule: AcceptanceRule = {
  name: 'release',
  references: ['ghcr.io/acme/**'],
  environments: ['prod'],
  mode: 'enforce',
  signers: [{ key: 'platform-key' }],
};
const other: AcceptanceRule = { ...rule, name: 'other' };
const content = (...rules: AcceptanceRule[]): RegistryContent => ({ rules });

describe('what differs between two contents of the registry', () => {
  it('is nothing where only the order of keys does', () => {
    const turned = Object.fromEntries(
      Object.entries(rule).reverse(),
    ) as unknown as AcceptanceRule;
    const diff = contentDiff(content(rule), content(turned));
    expect(isNoChange(diff)).toBe(true);
  });

  it('names fields, and of lists what came and went', () => {
    const signer = { key: 'new-key' };
    const after = { ...rule, mode: 'observe' as const, signers: [signer] };
    expect(contentDiff(content(rule), content(after)).rules).toEqual([
      {
        change: 'changed',
        before: rule,
        after,
        fields: [
          { field: 'mode', before: 'enforce', after: 'observe' },
          { field: 'signers', before: { key: 'platform-key' } },
          { field: 'signers', after: signer },
        ],
      },
    ]);
  });

  it('names a field that was not there, and a list that is one no more', () => {
    const after = { ...rule, environments: undefined, owner: 'user:a/b' };
    const [change] = contentDiff(content(rule), content(after)).rules;
    expect(change).toMatchObject({
      fields: [
        { field: 'environments', before: ['prod'] },
        { field: 'owner', after: 'user:a/b' },
      ],
    });
  });

  it('takes a rule with another name for another rule', () => {
    const diff = contentDiff(content(rule), content(other));
    expect(diff.rules.map(({ change }) => change)).toEqual([
      'removed',
      'added',
    ]);
  });

  it('sees another order of rules and of what is in a list', () => {
    expect(
      contentDiff(content(rule, other), content(other, rule)),
    ).toMatchObject({ rules: [], isReordered: true });
    const two = { ...rule, environments: ['prod', 'dev'] };
    const turned = { ...rule, environments: ['dev', 'prod'] };
    expect(contentDiff(content(two), content(turned)).rules).toMatchObject([
      { fields: [{ before: ['prod', 'dev'], after: ['dev', 'prod'] }] },
    ]);
  });

  it('takes an entry for the same one while it is about the same, and loses none that is there twice', () => {
    const lost = { key: 'platform-key', reason: 'lost' };
    const found = { ...lost, reason: 'found again', from: '2026-01-01' };
    const before = { rules: [], distrust: [lost, lost] };
    expect(
      contentDiff(before, { rules: [], distrust: [lost, found] }).distrust,
    ).toEqual([
      {
        change: 'changed',
        before: lost,
        after: found,
        fields: [
          { field: 'reason', before: 'lost', after: 'found again' },
          { field: 'from', after: '2026-01-01' },
        ],
      },
    ]);
    expect(
      contentDiff(before, { rules: [], distrust: [lost] }).distrust,
    ).toEqual([{ change: 'removed', before: lost }]);
  });

  it('compares builders by whom they are signed for', () => {
    const builder = {
      builder: 'https://ci.test/*',
      signer: { key: 'ci' },
      level: 2 as const,
      because: 'We looked.',
    };
    const better = { ...builder, level: 3 as const };
    expect(
      contentDiff(
        { rules: [], builders: [builder] },
        { rules: [], builders: [better] },
      ).builders,
    ).toMatchObject([{ fields: [{ field: 'level', before: 2, after: 3 }] }]);
  });

  it('S2.4 compares bindings by their entities', () => {
    const binding = {
      entity: 'component:default/payments',
      repository: 'https://github.com/acme/payments',
    };
    const pinned = { ...binding, repositoryId: '123' };
    const before = { rules: [], bindings: [binding] };
    const diff = contentDiff(before, { rules: [], bindings: [pinned] });
    expect(diff.bindings).toMatchObject([
      { change: 'changed', fields: [{ field: 'repositoryId', after: '123' }] },
    ]);
    expect(isNoChange(diff)).toBe(false);
    expect(isNoChange(contentDiff(before, before))).toBe(true);
  });

  it('S1.4 compares keys by their names', () => {
    const key = { name: 'ci', publicKey: 'a key' };
    const anew = { ...key, publicKey: 'another key' };
    const before = { rules: [], keys: [key] };
    const diff = contentDiff(before, { rules: [], keys: [anew] });
    expect(diff.keys).toMatchObject([
      { change: 'changed', fields: [{ field: 'publicKey' }] },
    ]);
    expect(isNoChange(diff)).toBe(false);
    expect(isNoChange(contentDiff(before, before))).toBe(true);
  });

  it('is nothing exactly where both are the same, and turns around with them', () => {
    const anyRule = fc.record<AcceptanceRule>({
      name: fc.constantFrom('a', 'b', 'c'),
      references: fc.subarray(['x', 'y'], { minLength: 1 }),
      mode: fc.constantFrom('off', 'observe', 'enforce'),
      signers: fc.constant([{ key: 'k' }]),
    });
    const anyContent = fc
      .uniqueArray(anyRule, { selector: ({ name }) => name })
      .map(rules => ({ rules }));
    fc.assert(
      fc.property(anyContent, anyContent, (one, two) => {
        const diff = contentDiff(one, two);
        expect(isNoChange(diff)).toBe(
          JSON.stringify(one) === JSON.stringify(two),
        );
        const turned = { added: 'removed', removed: 'added' } as const;
        const names = (all: typeof diff.rules, isTurned: boolean) =>
          all
            .map(one_ => {
              const { name } =
                one_.change === 'removed' ? one_.before : one_.after;
              const { change } = one_;
              const said =
                isTurned && change !== 'changed' ? turned[change] : change;
              return `${name} ${said}`;
            })
            .sort();
        expect(names(contentDiff(two, one).rules, true)).toEqual(
          names(diff.rules, false),
        );
      }),
    );
  });
});
