import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import {
  at,
  declared,
  judgementOf,
  ManualClock,
  repository,
  sync,
} from '../__testUtils__/fixtures';
import { listTransitions } from '../store/operations/listTransitions';
import { closeFindings, openFinding } from '../store/operations/openFinding';
import { readSummaries } from '../store/operations/readSummaries';
import { writeJudgement } from '../store/operations/writeJudgement';
import { retain } from './retain';
import { sealAll } from './startSealer';

jest.setTimeout(60_000);

const day = 24 * 60;
const today = 100 * day;
const retentionMs = 30 * 86_400_000;
/** More than two batches. */
const many = 1_100;

describe.each(databases.eachSupportedId())('pruneEnded on %s', id => {
  let knex: Knex;
  let usageId: string;

  const seal = (minute: number) =>
    sealAll({ knex, clock: new ManualClock(at(minute)) });

  beforeEach(async () => {
    knex = await migratedDatabase(id);
    [usageId] = await sync(knex, [declared()]);
    await seal(0);
  });

  const run = (signal = new AbortController().signal) =>
    retain({
      ...{ knex, retentionMs, signal },
      clock: new ManualClock(at(today)),
      logger: mockServices.logger.mock(),
    });

  const finding = (about: string, seen: number, closed?: number) =>
    knex.transaction(async trx => {
      await openFinding({
        ...{ trx, usageId, now: at(seen) },
        finding: { code: 'tag-moved', about },
      });
      if (closed === undefined) return;
      const rows = await trx('findings').where({ about });
      await closeFindings({ trx, rows, now: at(closed) });
    });

  const release = (tag: string, minute: number) =>
    sync(knex, [declared({ reference: `${repository}:${tag}`, tag })], {
      now: at(minute),
    });

  it('S10.3 removes findings that were closed before the retention, and none that stands', async () => {
    await finding('old', 1, 2);
    await finding('stands', 1);
    await seal(2);
    await finding('late', 3 * day, 80 * day);
    await seal(80 * day);
    expect(await run()).toMatchObject({ findings: 1 });
    expect(await knex('findings').orderBy('id').pluck('about')).toEqual(
      expect.arrayContaining(['late', 'stands'].map(expect.stringContaining)),
    );
    expect(await knex('findings')).toHaveLength(2);
  });

  it('S10.3 keeps a finding as long as an entry of the log tells of it', async () => {
    await finding('old', 1, 2);
    await seal(90 * day);
    expect(await run()).toMatchObject({ findings: 0 });
    expect(await knex('findings')).toHaveLength(1);
  });

  it('S10.3 goes on where it was interrupted', async () => {
    await knex.batchInsert(
      'findings',
      Array.from({ length: many }, (_, i) => ({
        ...{ usage_id: usageId, code: 'tag-moved', about: `${i}` },
        ...{ first_seen_at: at(0), last_seen_at: at(1), closed_at: at(1) },
      })),
      100,
    );
    const stop = new AbortController();
    const removing = ({ sql }: { sql: string }) => {
      if (/^delete from .findings/.test(sql)) stop.abort();
    };
    knex.on('query', removing);
    expect(await run(stop.signal)).toMatchObject({ findings: 500, states: 0 });
    knex.removeListener('query', removing);
    expect(await knex('findings')).toHaveLength(many - 500);
    expect(await run()).toMatchObject({ findings: many - 500 });
    expect(await knex('findings')).toEqual([]);
    expect(await run()).toMatchObject({ findings: 0 });
  });

  it('S10.3 S7.3 removes states and claims that ended before it, and says since when a usage is seen', async () => {
    await release('2', day);
    await release('3', 2 * day);
    await seal(2 * day);
    await release('4', 90 * day);
    await seal(90 * day);
    expect(await run()).toMatchObject({ entries: 1, states: 2, claims: 2 });
    const tags = knex('usage_states').orderBy('id').pluck('tag');
    expect(await tags).toEqual(['3', '4']);
    const [{ claims }] = await readSummaries({ knex, ids: [usageId] });
    expect(claims).toMatchObject({
      claims: [{ firstSeenAt: at(90 * day) }],
    });
    expect(await knex('usages').pluck('created_at')).toEqual([at(0)]);
  });

  it('S10.3 keeps the state that a kept transition speaks of', async () => {
    const judge = (minute: number) =>
      knex.transaction(trx =>
        writeJudgement({
          ...{ trx, usageId, generation: 'g1', now: at(minute) },
          judgement: judgementOf('unsigned', 'nothing-found'),
        }),
      );
    await judge(1);
    await release('2', day);
    await release('3', 2 * day);
    // An entry that the log took up late: it is kept, and the row beside it.
    await seal(80 * day);
    const { states } = await run();
    expect(states).toBe(0);
    const { found } = await listTransitions({ knex, usageId, limit: 10 });
    expect(found.map(({ row }) => row.state?.reference)).toEqual([
      `${repository}:2`,
      `${repository}:1`,
    ]);
  });
});
