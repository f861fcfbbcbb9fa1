import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  at,
  collectionOf,
  digestOf,
  judgementOf,
  sourcesComplete,
} from '../../__testUtils__/fixtures';
import { sharing, syncAll } from '../../__testUtils__/engineOver';
import { isPostgres } from '../dialect';
import { claimDueWork } from './claimDueWork';
import { readCurrentUsages } from './readCurrentUsages';
import { recordLooks, type LookToRecord } from './recordLooks';
import { recordRejudgement } from './recordRejudgement';
import { renewLooks, type RenewedLook } from './renewLooks';
import { requestChecks } from './requestChecks';

jest.setTimeout(60_000);

const subject = digestOf('a');
const repository = 'ghcr.io/acme/base';
const generation = 'g1';
const judgement = judgementOf('trusted', 'accepted', {
  freshness: { status: 'fresh', provenAt: at(1) },
  reconsiderAt: at(480),
});
const look = (minutes: number) =>
  collectionOf(subject, at(minutes), { repository });

describe.each(databases.eachSupportedId())('renewLooks on %s', databaseId => {
  let knex: Knex;
  let looks: RenewedLook[];
  let ids: string[];

  const claim = (minutes: number) =>
    claimDueWork({
      ...{ knex, now: new Date(at(minutes)), leaseMs: 60_000, limit: 9 },
    });

  /** Two usages of one digest, looked at in full and settled, and claimed once more. */
  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    await syncAll(knex, sharing(2));
    for (const one of await claim(1)) {
      const [current] = await readCurrentUsages({ knex, ids: [one.usageId] });
      const recorded: LookToRecord = {
        ...{ claim: one, generation, now: at(1) },
        result: {
          ...{ current, digest: subject, judgement, collection: look(1) },
          resolution: { status: 'resolved', at: at(1) },
          ...{ materials: [], below: [], evidence: [], findings: [] },
          decidedFindings: [],
          settled: { hash: 'h', wordsUntil: at(999) },
        },
        next: {
          schedule: { lookAt: at(240), attempts: 0 },
          artifact: { key: 'k', host: 'ghcr.io' },
        },
      };
      await recordLooks({ knex, looks: [recorded] });
    }
    const claims = await claim(240);
    ids = claims.map(({ usageId }) => usageId).sort();
    const usages = await readCurrentUsages({ knex, ids });
    looks = usages.map(({ id, settled }) => ({
      claim: claims.find(({ usageId }) => usageId === id)!,
      settled: settled!,
      resolution: { status: 'resolved', at: at(241) },
      collections: [look(241)],
      judgement: {
        ...judgement,
        freshness: { status: 'fresh', provenAt: at(241) },
        reconsiderAt: at(720),
      },
      schedule: { lookAt: at(480), judgeAt: at(720), attempts: 0 },
      artifact: { key: 'k', host: 'ghcr.io' },
      now: at(241),
    }));
  });

  const renewed = async () => [...(await renewLooks({ knex, looks }))].sort();

  it('writes the times of all of them, and moves on once the look that they share', async () => {
    expect(await renewed()).toEqual(ids);
    expect(await knex('collections')).toMatchObject([
      { first_at: at(1), last_at: at(241) },
    ]);
    const each = (row: object) => ids.map(() => row);
    expect(await knex('work')).toMatchObject(
      each({ next_at: at(480), judge_at: at(720), leased_until: null }),
    );
    expect(await knex('judgements')).toMatchObject(
      each({
        content: JSON.stringify(looks[0].judgement),
        ...{ since: at(1), judged_at: at(241), last_checked_at: at(241) },
        ...{ settled_at: at(1), settled_until: at(999) },
      }),
    );
    expect(await knex('current_usages')).toMatchObject(
      each({ last_checked_at: at(241), reconsider_at: at(720) }),
    );
    expect(await knex('usage_states')).toMatchObject(
      each({ resolution: JSON.stringify(looks[0].resolution) }),
    );
    expect(
      await knex('transitions').where({ verdict: 'trusted' }),
    ).toHaveLength(2);
    // What was settled is settled still.
    const usages = await readCurrentUsages({ knex, ids });
    expect(usages.map(({ settled }) => settled?.revision)).toEqual(
      looks.map(({ settled }) => settled.revision + 1),
    );
  });

  const first = () => ids[0];
  const newer = (complete: number, minutes: number) =>
    knex('collections').insert({
      ...{ subject, repository, bundle_url: '', complete },
      ...{ content_hash: 'other', content: '{}' },
      ...{ first_at: at(minutes), last_at: at(minutes) },
    });
  const propose = (number: number, hash: string) =>
    knex('generations').insert({
      ...{ number, content_hash: hash, content: '{}', occasion: 'change' },
      ...{ proposed_by: 'r', proposed_at: at(2) },
    });

  it.each<[string, () => Promise<unknown>]>([
    [
      'another replica took it over',
      () => knex('work').where({ usage_id: first() }).update({ ticket: 'new' }),
    ],
    [
      'somebody asked for another look meanwhile',
      () => requestChecks({ knex, usageIds: [first()], now: at(240.5) }),
    ],
    [
      'its verdict was written anew meanwhile',
      () =>
        recordRejudgement({
          ...{ knex, usageId: first(), evidence: [], judgement, generation },
          ...{ expectedRevision: looks[0].settled.revision, now: at(240.5) },
        }),
    ],
    [
      'a release that knows nothing of it wrote its verdict',
      () =>
        knex('judgements')
          .where({ usage_id: first() })
          .update({ revision: knex.raw('revision + 1') as never }),
    ],
  ])(
    'leaves out a look where %s, and writes the others',
    async (_, happens) => {
      await happens();
      const before = await knex('judgements').where({ usage_id: first() });
      const work = await knex('work').where({ usage_id: first() });
      expect(await renewed()).toEqual([ids[1]]);
      expect(await knex('judgements').where({ usage_id: first() })).toEqual(
        before,
      );
      expect(await knex('work').where({ usage_id: first() })).toEqual(work);
    },
  );

  it.each<[string, () => Promise<unknown>]>([
    ['another generation is active', () => propose(1, 'g2')],
    [
      'the same generation came back, with evidence of another one between',
      async () => {
        await propose(1, 'g2');
        await propose(2, generation);
      },
    ],
    ['somebody found something else since', () => newer(1, 200)],
    ['somebody could not look since', () => newer(0, 200)],
    ['somebody could not look at the same instant', () => newer(0, 1)],
    [
      'the look is dated before the one that it goes on with',
      () => knex('collections').update({ last_at: at(242) }),
    ],
    [
      'something else was found now',
      async () => {
        const sources = sourcesComplete.slice(0, 1);
        looks = looks.map(one => ({
          ...one,
          collections: [{ ...look(241), sources }],
        }));
      },
    ],
  ])('writes nothing where %s', async (_, happens) => {
    await happens();
    const tables = ['work', 'collections', 'judgements', 'current_usages'];
    const all = () => Promise.all(tables.map(name => knex(name)));
    const before = await all();
    expect(await renewed()).toEqual([]);
    expect(await all()).toEqual(before);
  });

  it('writes nothing at all where a row is gone that has to be there', async () => {
    await knex('current_usages').where({ usage_id: first() }).delete();
    const before = await knex('judgements');
    await expect(renewed()).rejects.toThrow('1 rows are missing');
    expect(await knex('judgements')).toEqual(before);
    expect(await knex('work')).toMatchObject(
      ids.map(() => ({ next_at: at(240) })),
    );
  });

  it('waits for nobody who holds a look that is shared, and so for nobody in a circle', async () => {
    // SQLite runs one transaction at a time, so that nobody holds anything meanwhile.
    if (!isPostgres(knex)) return;
    await knex.transaction(async trx => {
      await trx('collections').forUpdate();
      expect(await renewed()).toEqual([]);
    });
    expect(await renewed()).toEqual(ids);
  });
});
