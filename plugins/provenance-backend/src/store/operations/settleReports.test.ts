import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  at,
  declared,
  digestOf,
  entityRef,
  repository,
  sync,
  unseen,
} from '../../__testUtils__/fixtures';
import { mostPlaces, type Report, type ReportOutcome } from '../reports';
import { usageIdOf } from '../usageId';
import { isPostgres } from '../dialect';
import { lockEntities } from './lockEntities';
import { readClaims } from './readClaims';
import { settleReports } from './settleReports';

jest.setTimeout(120_000);

interface Said {
  entity?: string;
  environment?: string;
  digest?: string;
  minute: number;
  removed?: boolean;
  /** The minute in which it ends by itself. */
  until?: number;
}

function reportOf({
  digest = 'a',
  minute,
  removed = false,
  ...rest
}: Said): Report {
  const { entity = entityRef, environment = 'prod', until } = rest;
  return {
    removed,
    claim: {
      ...{ locator: 'report', standing: 'reported' },
      identity: { ...declared().identity, entityRef: entity, environment },
      reference: `${repository}@${digestOf(digest)}`,
      digest: digestOf(digest),
      ...{ at: at(minute), reporter: 'external:ci' },
      ...(until !== undefined && { expiresAt: at(until) }),
    },
  };
}

async function report(
  knex: Knex,
  said: Said[],
  minute = 100,
): Promise<ReportOutcome[]> {
  return settleReports({
    ...{ knex, locator: 'report', generation: 'g1', now: at(minute) },
    entityRef: said[0]?.entity ?? entityRef,
    reports: said.map(reportOf),
    judgeUnseen: () => unseen,
  });
}

/** What holds: the digest by environment. */
async function running(knex: Knex, entity = entityRef) {
  const rows = await knex('usage_states')
    .join('usages', 'usages.id', 'usage_states.usage_id')
    .where({ entity_ref: entity })
    .whereNull('valid_to')
    .select('environment', 'reference');
  return Object.fromEntries(
    rows.map(row => [row.environment, row.reference.slice(-1)]),
  );
}

describe.each(databases.eachSupportedId())('settleReports on %s', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
  });

  it('S3.2 speaks over what is declared, which comes back with the removal', async () => {
    await sync(knex, [declared()]);
    expect(await report(knex, [{ minute: 1 }])).toEqual(['accepted']);
    expect(await running(knex)).toEqual({ prod: 'a' });
    expect(await report(knex, [{ minute: 2, removed: true }])).toEqual([
      'accepted',
    ]);
    const states = await knex('usage_states').whereNull('valid_to');
    expect(states).toMatchObject([{ reference: `${repository}:1` }]);
  });

  it('changes no row when the same comes twice, or something older', async () => {
    const said = [
      { minute: 5, until: 500 },
      { minute: 5, environment: 'dev', removed: true },
    ];
    await report(knex, said);
    const tables = ['usage_claims', 'usage_states', 'work', 'transitions'];
    const before = await Promise.all(tables.map(table => knex(table)));
    expect(await report(knex, said, 101)).toEqual(['unchanged', 'unchanged']);
    expect(await report(knex, [{ minute: 4, digest: 'b' }], 102)).toEqual([
      'superseded',
    ]);
    expect(await Promise.all(tables.map(table => knex(table)))).toEqual(before);
  });

  it('keeps what the newest word is when nothing of it is left', async () => {
    await report(knex, [{ minute: 5, removed: true }]);
    expect(await report(knex, [{ minute: 4 }])).toEqual(['superseded']);
    expect(await running(knex)).toEqual({});
    await report(knex, [{ minute: 6, until: 7 }]);
    expect(await report(knex, [{ minute: 5, digest: 'b' }])).toEqual([
      'superseded',
    ]);
    expect(await running(knex)).toEqual({});
    expect(await report(knex, [{ minute: 7, digest: 'c' }])).toEqual([
      'accepted',
    ]);
    expect(await running(knex)).toEqual({ prod: 'c' });
  });

  it('ends a lifetime, and lets a later word renew it', async () => {
    await report(knex, [{ minute: 90, until: 110 }]);
    expect(await report(knex, [{ minute: 100, until: 120 }], 105)).toEqual([
      'unchanged',
    ]);
    await report(knex, [], 115);
    expect(await running(knex)).toEqual({ prod: 'a' });
    await report(knex, [], 120);
    expect(await running(knex)).toEqual({});
  });

  it('takes what ended with its entity again', async () => {
    const said = [{ minute: 5 }];
    await report(knex, said);
    await sync(knex, [], { locator: 'report', standing: 'reported' });
    expect(await running(knex)).toEqual({});
    expect(await report(knex, said)).toEqual(['accepted']);
    expect(await running(knex)).toEqual({ prod: 'a' });
  });

  it('writes one row for removals, however often they are said', async () => {
    for (const minute of [1, 2, 3])
      await report(knex, [{ minute, removed: true }]);
    const rows = await knex('usage_claims');
    expect(rows).toHaveLength(1);
    expect(JSON.parse(rows[0].content)).toMatchObject({
      ...{ at: at(3), removed: true, reporter: 'external:ci' },
    });
  });

  it('refuses more places than are kept, and a known one never', async () => {
    const many = Array.from({ length: mostPlaces }, (_, i) => ({
      ...{ minute: 1, environment: `env-${i}` },
    }));
    expect(new Set(await report(knex, many))).toEqual(new Set(['accepted']));
    expect(
      await report(knex, [
        { minute: 2, environment: 'one-more' },
        { minute: 2, environment: 'env-7', digest: 'b' },
      ]),
    ).toEqual(['too-many', 'accepted']);
    await report(knex, [{ minute: 3, environment: 'env-8', removed: true }]);
    const more = [{ minute: 4, environment: 'one-more' }];
    expect(await report(knex, more)).toEqual(['too-many']);
    const month = 31 * 24 * 60;
    expect(await report(knex, more, month)).toEqual(['accepted']);
  });

  it('comes to the same usages in whatever order reports arrive', async () => {
    const random = randomOf(7);
    const pick = <T>(values: T[]): T =>
      values[Math.floor(random() * values.length)];
    for (let world = 0; world < 12; world++) {
      const said: Said[] = Array.from({ length: 8 }, () => ({
        environment: pick(['prod', 'dev']),
        digest: pick(['a', 'b']),
        minute: pick([1, 2, 3, 4]),
        removed: pick([true, false, false]),
        until: pick([undefined, undefined, 5, 200]),
      }));
      const ends: object[] = [];
      for (const order of ['as it is', 'backwards', 'mixed']) {
        const entity = `component:default/w${world}-${order.replace(
          / /g,
          '-',
        )}`;
        const sorted =
          order === 'mixed' ? [...said].sort(() => random() - 0.5) : [...said];
        if (order === 'backwards') sorted.reverse();
        const split = Math.floor(random() * sorted.length);
        for (const batch of [sorted.slice(0, split), sorted.slice(split)])
          if (batch.length > 0)
            await report(
              knex,
              batch.map(one => ({ ...one, entity })),
            );
        ends.push(await running(knex, entity));
      }
      expect([world, ends[1], ends[2]]).toEqual([world, ends[0], ends[0]]);
    }
  });

  it('keeps both of two reports about one entity that come at once', async () => {
    // SQLite runs one transaction at a time; there is no interleaving to force.
    const release = isPostgres(knex)
      ? await holding(knex)
      : async () => undefined;
    const both = Promise.all([
      report(knex, [{ minute: 1, environment: 'prod' }]),
      report(knex, [{ minute: 1, environment: 'dev' }]),
    ]);
    if (isPostgres(knex)) await waiting(knex, 2);
    await release();
    expect(await both).toEqual([['accepted'], ['accepted']]);
    expect(await running(knex)).toEqual({ prod: 'a', dev: 'a' });
    const claims = (await readClaims({ knex, entityRefs: [entityRef] })).get(
      entityRef,
    );
    expect(claims?.map(({ usageId }) => usageId).sort()).toEqual(
      ['prod', 'dev']
        .map(environment => usageIdOf({ ...declared().identity, environment }))
        .sort(),
    );
  });

  it('lets the newer word hold where an older one comes at once', async () => {
    const release = isPostgres(knex)
      ? await holding(knex)
      : async () => undefined;
    const both = Promise.all([
      report(knex, [{ minute: 2, digest: 'b' }]),
      report(knex, [{ minute: 1, digest: 'a' }]),
    ]);
    if (isPostgres(knex)) await waiting(knex, 2);
    await release();
    await both;
    expect(await running(knex)).toEqual({ prod: 'b' });
  });
});

/** Holds the entity as another replica would, until it is released. */
async function holding(knex: Knex): Promise<() => Promise<void>> {
  const trx = await knex.transaction();
  await lockEntities({ trx, entityRefs: [entityRef] });
  return async () => {
    await trx.rollback();
  };
}

/** The barrier: so many transactions wait for the entity. */
async function waiting(knex: Knex, count: number): Promise<void> {
  for (;;) {
    const { rows } = await knex.raw(
      `SELECT count(*) AS count FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    if (Number(rows[0].count) === count) return;
  }
}

/** The same numbers in every run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
