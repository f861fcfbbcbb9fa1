import type { Entity } from '@backstage/catalog-model';
import { groupsAbove, mostGroups, mostLevels } from './groupsAbove';

const ref = (name: string | number) => `group:default/${name}`;

function catalogOf(parents: Record<string, string[]>) {
  const asked: string[][] = [];
  return {
    asked,
    read: async (refs: string[]) => {
      asked.push(refs);
      return refs.map((one): Entity | undefined => {
        const above = parents[one];
        return (
          above && {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Group',
            metadata: { name: 'g' },
            relations: above.map(targetRef => ({ type: 'childOf', targetRef })),
          }
        );
      });
    },
  };
}

describe('groupsAbove', () => {
  it('finds each group above once, whatever its letters, and asks for each level once', async () => {
    const { read, asked } = catalogOf({
      [ref('a')]: [ref('C')],
      [ref('b')]: [ref('c')],
      [ref('c')]: [ref('d')],
    });
    const above = await groupsAbove([ref('A'), ref('b'), ref('b')], read);
    expect(above(ref('a'))).toEqual([ref('a'), ref('c'), ref('d')]);
    expect(above(ref('b'))).toEqual([ref('b'), ref('c'), ref('d')]);
    expect(asked).toEqual([[ref('a'), ref('b')], [ref('c')], [ref('d')]]);
  });

  it('ends where groups are above each other', async () => {
    const { read } = catalogOf({
      [ref('a')]: [ref('b')],
      [ref('b')]: [ref('a')],
    });
    const above = await groupsAbove([ref('a')], read);
    expect(above(ref('a'))).toEqual([ref('a'), ref('b')]);
  });

  it('finds nothing beyond its levels', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [ref(i), [ref(i + 1)]]),
    );
    const { read, asked } = catalogOf(chain);
    const above = await groupsAbove([ref(0)], read);
    expect(above(ref(0))).toHaveLength(mostLevels + 1);
    expect(asked).toHaveLength(mostLevels);
  });

  it('asks for so many groups and no more', async () => {
    const many = Array.from({ length: mostGroups + 5 }, (_, i) => ref(i));
    const { read, asked } = catalogOf({ [ref(0)]: [ref('top')] });
    await groupsAbove(many, read);
    expect(asked.flat()).toHaveLength(mostGroups);
  });
});
