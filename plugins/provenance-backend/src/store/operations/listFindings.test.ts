import type { FindingQuery } from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at, declared, sync } from '../../__testUtils__/fixtures';
import type { ListPosition } from '../keyset';
import type { UsageRestriction } from '../restriction';
import { listFindings } from './listFindings';

jest.setTimeout(60_000);

const everything: UsageRestriction = { type: 'some' };
const refOf = (name: string) => `component:default/${name}`;

describe.each(databases.eachSupportedId())('listFindings on %s', databaseId => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await migratedDatabase(databaseId);
    let minute = 0;
    const insert = (
      usageId: string | null,
      about: string,
      changes: object = {},
    ) => {
      const seen = at((minute += 1));
      return knex('findings').insert({
        ...{ usage_id: usageId, code: 'tag-moved', about },
        ...{ first_seen_at: seen, last_seen_at: seen, ...changes },
      });
    };
    for (const name of ['seen', 'hidden', 'ended']) {
      const entityRef = refOf(name);
      const identity = { ...declared().identity, entityRef };
      const [id] = await sync(knex, [declared({ identity })], { entityRef });
      await insert(id, `${name} open`);
      await insert(id, `${name} closed`, { closed_at: at(50) });
    }
    await sync(knex, [], { entityRef: refOf('ended'), now: at(9) });
    await insert(null, 'authority', { code: 'signature-vanished' });
  });

  async function list(
    query: FindingQuery,
    restriction = everything,
    seesAllEvidence = false,
    page: { limit?: number; after?: ListPosition } = {},
  ) {
    const { found, total } = await listFindings({
      ...{ knex, restriction, seesAllEvidence, query, limit: 100, ...page },
    });
    return {
      about: found.map(({ row }) => row.about),
      last: found.at(-1)?.at,
      total,
    };
  }

  const seenOnly: UsageRestriction = {
    type: 'some',
    entityRefs: new Set([refOf('seen')]),
  };
  const all = [
    ...['ended closed', 'ended open', 'hidden closed', 'hidden open'],
    ...['seen closed', 'seen open'],
  ];

  it.each<[FindingQuery, string[]]>([
    [{}, ['hidden open', 'seen open']],
    [{ state: 'open' }, ['hidden open', 'seen open']],
    [{ state: 'all' }, all],
    [{ entityRef: ['Component:default/Seen'] }, ['seen open']],
    [{ state: 'all', since: at(4) }, all.slice(0, 3)],
    [{ state: 'all', code: ['signature-vanished'] }, []],
    [{ state: 'all', code: [] }, []],
  ])('newest first, by %j', async (query, expected) => {
    const { about, total } = await list(query);
    expect(about).toEqual(expected);
    expect(total).toBe(expected.length);
  });

  it('S11.2 of visible usages', async () => {
    expect(await list({ state: 'all' }, seenOnly)).toMatchObject({
      about: ['seen closed', 'seen open'],
      total: 2,
    });
    expect(await list({}, { type: 'nothing' })).toMatchObject({ total: 0 });
  });

  it('S11.2 of no usage for who may see all evidence, and hide no others from them', async () => {
    expect((await list({}, seenOnly, true)).about).toEqual([
      'authority',
      'seen open',
    ]);
    expect((await list({}, { type: 'nothing' }, true)).about).toEqual([
      'authority',
    ]);
    const entityRef = [refOf('seen')];
    expect((await list({ entityRef }, everything, true)).about).toEqual([
      'seen open',
    ]);
  });

  it('pages without gaps and overlaps', async () => {
    const seen: string[] = [];
    for (let after: ListPosition | undefined; ; ) {
      const page = await list({ state: 'all' }, everything, false, {
        ...{ limit: 1, after },
      });
      expect(page.total).toBe(6);
      if (page.about.length === 0) break;
      seen.push(...page.about);
      after = page.last;
    }
    expect(seen).toEqual(all);
  });
});
