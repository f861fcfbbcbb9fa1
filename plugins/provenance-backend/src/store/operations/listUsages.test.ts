import type { UsageQuery } from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at, declared, judgementOf, sync } from '../../__testUtils__/fixtures';
import type { UsageRestriction } from '../restriction';
import { listUsages } from './listUsages';
import { listVisibleIds } from './listVisibleIds';

jest.setTimeout(60_000);

const identity = (entityRef: string, environment?: string) => ({
  ...declared().identity,
  entityRef,
  environment,
});

const everything: UsageRestriction = { type: 'some' };

describe.each(databases.eachSupportedId())('listUsages on %s', databaseId => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await migratedDatabase(databaseId);
    for (const name of ['a', 'b', 'c']) {
      const entityRef = `component:default/${name}`;
      const usages = ['prod', 'dev', undefined].map(environment =>
        declared({ identity: identity(entityRef, environment) }),
      );
      await sync(knex, usages, { entityRef });
    }
    await sync(
      knex,
      [declared({ identity: identity('component:default/gone') })],
      {
        entityRef: 'component:default/gone',
      },
    );
    await sync(knex, [], { entityRef: 'component:default/gone', now: at(1) });
  });

  const list = (
    restriction: UsageRestriction,
    query: UsageQuery = {},
    limit = 100,
    after?: Parameters<typeof listUsages>[0]['after'],
  ) => listUsages({ knex, restriction, query, limit, after, now: at(10) });

  const count = async (restriction: UsageRestriction, query?: UsageQuery) => {
    const { found, total } = await list(restriction, query);
    expect(found).toHaveLength(total);
    return total;
  };

  it('lists what holds now', async () => {
    expect(await count(everything)).toBe(9);
  });

  it('pages without gaps and overlaps', async () => {
    const seen = [];
    for (let after; ; ) {
      const { found, total } = await list(everything, {}, 2, after);
      expect(total).toBe(9);
      if (found.length === 0) break;
      seen.push(...found.map(({ row }) => row.id));
      after = found.at(-1)?.at;
    }
    expect(new Set(seen).size).toBe(9);
    expect(seen).toHaveLength(9);
  });

  it.each<[UsageQuery, number]>([
    [{ entityRef: ['Component:Default/A'] }, 3],
    [{ environment: ['prod', 'dev'] }, 6],
    [{ environment: ['prod'], entityRef: ['component:default/b'] }, 1],
    [{ verdict: ['inconclusive'] }, 9],
    [{ verdict: ['trusted'] }, 0],
    [
      { decision: [judgementOf('inconclusive', 'not-checked-yet').decision] },
      9,
    ],
    [{ kind: ['helm-chart'] }, 0],
    [{ environment: [] }, 0],
  ])('filters by %j', async (query, total) => {
    expect(await count(everything, query)).toBe(total);
  });

  const prod = { column: 'environment' as const, values: ['prod'] };
  const entityA = {
    column: 'entity_ref' as const,
    values: ['component:default/a'],
  };

  it.each<[string, UsageRestriction, number]>([
    ['nothing', { type: 'nothing' }, 0],
    [
      'two entities',
      {
        type: 'some',
        entityRefs: new Set(['component:default/a', 'component:default/b']),
      },
      6,
    ],
    ['no entity', { type: 'some', entityRefs: new Set() }, 0],
    ['a condition', { type: 'some', filter: prod }, 3],
    [
      'an entity and a condition',
      {
        type: 'some',
        entityRefs: new Set(['component:default/a']),
        filter: prod,
      },
      1,
    ],
    ['any of', { type: 'some', filter: { anyOf: [prod, entityA] } }, 5],
    ['all of', { type: 'some', filter: { allOf: [prod, entityA] } }, 1],
    [
      'not, which takes in what has no environment',
      { type: 'some', filter: { not: prod } },
      6,
    ],
    [
      'not within any of',
      { type: 'some', filter: { anyOf: [{ not: prod }, entityA] } },
      7,
    ],
    ['an empty any of', { type: 'some', filter: { anyOf: [] as never } }, 0],
    ['an empty all of', { type: 'some', filter: { allOf: [] as never } }, 0],
    [
      'not an empty any of',
      { type: 'some', filter: { not: { anyOf: [] as never } } },
      0,
    ],
    [
      'not an empty all of',
      { type: 'some', filter: { not: { allOf: [] as never } } },
      0,
    ],
    [
      'any of something and an empty group',
      { type: 'some', filter: { anyOf: [prod, { allOf: [] as never }] } },
      0,
    ],
    ['no value', { type: 'some', filter: { ...prod, values: [] } }, 0],
  ])('S11.2 restricts to %s', async (_name, restriction, total) => {
    expect(await count(restriction)).toBe(total);
  });

  it('takes more entities than a query may have parameters', async () => {
    const entityRefs = new Set(
      Array.from({ length: 70_000 }, (_, i) => `component:default/x${i}`),
    );
    entityRefs.add('component:default/c');
    expect(await count({ type: 'some', entityRefs })).toBe(3);
  });

  it('S11.2 finds ids only behind the restriction', async () => {
    const of = { entityRef: 'Component:default/a' };
    const [id] = await listVisibleIds({
      knex,
      restriction: { type: 'some', filter: prod },
      of,
    });
    expect(
      await listVisibleIds({ knex, restriction: everything, of }),
    ).toHaveLength(3);
    expect(
      await listVisibleIds({
        knex,
        restriction: everything,
        of: { usageId: id },
      }),
    ).toEqual([id]);
    expect(
      await listVisibleIds({
        knex,
        restriction: { type: 'some', filter: { not: prod } },
        of: { usageId: id },
      }),
    ).toEqual([]);
    expect(
      await listVisibleIds({ knex, restriction: { type: 'nothing' }, of }),
    ).toEqual([]);
  });
});
