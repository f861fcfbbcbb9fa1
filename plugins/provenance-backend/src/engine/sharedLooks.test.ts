import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import {
  engineOver,
  fakeDigest,
  fakeLooker,
  sharing,
  syncAll,
  usageOf,
} from '../__testUtils__/engineOver';
import { at, ManualClock } from '../__testUtils__/fixtures';
import { requestChecks } from '../store';
import { runOnce, type EngineOptions } from './Engine';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())(
  'looks that are shared, on %s',
  databaseId => {
    let knex: Knex;
    let clock: ManualClock;
    let resolved: string[];
    let collected: string[];
    let engine: EngineOptions;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      clock = new ManualClock();
      resolved = [];
      collected = [];
      engine = engineOver(knex, clock, {
        looker: fakeLooker(clock, {
          resolve: name => void resolved.push(name),
          collect: (_, entity) => void collected.push(entity!),
        }),
      });
    });

    const reasons = async () =>
      new Set((await knex('judgements')).map(row => row.reason_code));

    it('looks once at an artifact that a hundred usages share, and judges each', async () => {
      await syncAll(knex, sharing(100));
      expect(await runOnce(engine)).toBe(100);
      expect(resolved).toEqual(['ghcr.io/acme/base:1']);
      expect(collected).toHaveLength(1);
      expect(await knex('collections')).toHaveLength(1);
      expect(await reasons()).toEqual(new Set(['nothing-found']));
      const states = await knex('usage_states');
      expect(new Set(states.map(state => state.digest))).toEqual(
        new Set([fakeDigest('ghcr.io/acme/base')]),
      );
    });

    it('keeps those together that share, round after round', async () => {
      await syncAll(knex, sharing(10));
      await runOnce(engine);
      clock.advance(4 * 60);
      await runOnce(engine);
      expect(resolved).toHaveLength(2);
    });

    it('takes along who is not due yet', async () => {
      const [first] = sharing(2);
      await syncAll(knex, [first]);
      await runOnce(engine);
      clock.advance(60);
      await syncAll(knex, [sharing(2)[1]], { now: at(60) });
      await runOnce(engine);
      expect(resolved).toHaveLength(2);
      const [one, other] = await knex('work');
      expect(one.look_at).toBe(other.look_at);
    });

    it('collects a digest under several tags once', async () => {
      await syncAll(knex, [...sharing(3, '1'), ...sharing(3, '2')]);
      await runOnce(engine);
      expect(resolved.sort()).toEqual([
        'ghcr.io/acme/base:1',
        'ghcr.io/acme/base:2',
      ]);
      expect(collected).toHaveLength(1);
    });

    it('gives who asks a look of their own', async () => {
      const ids = await syncAll(knex, [...sharing(1, '1'), ...sharing(1, '2')]);
      await requestChecks({ knex, usageIds: ids, now: at(0) });
      await runOnce({ ...engine, concurrency: 1 });
      expect(collected).toHaveLength(2);
    });

    it('S12.1 never looks with the credentials of another entity', async () => {
      const teamOf = (entity = '') => (/[0-4]$/.test(entity) ? 'a' : 'b');
      const { looker } = engine;
      engine.looker = {
        ...looker,
        credentialScope: async (_, { entity }) => teamOf(entity),
      };
      await syncAll(knex, sharing(10));
      await runOnce(engine);
      expect(collected.map(teamOf).sort()).toEqual(['a', 'b']);
    });

    it('S12.1 shares nothing while nobody can say whose credentials an entity has', async () => {
      engine.looker = {
        ...engine.looker,
        credentialScope: async () => {
          throw new Error('the catalog does not answer');
        },
      };
      await syncAll(knex, sharing(3));
      await runOnce(engine);
      expect(new Set(collected).size).toBe(3);
    });

    it('goes by what a usage names now, whatever its row says', async () => {
      const ids = await syncAll(knex, [...sharing(1), usageOf('other')]);
      const [row] = await knex('work').where({ usage_id: ids[0] });
      // A replica of an older release changes the reference and knows of no key.
      await knex('work')
        .where({ usage_id: ids[1] })
        .update({ artifact_key: row.artifact_key, look_at: null });
      await runOnce(engine);
      expect(resolved.sort()).toEqual([
        'ghcr.io/acme/base:1',
        'ghcr.io/acme/other:1',
      ]);
      const [mended] = await knex('work').where({ usage_id: ids[1] });
      expect(mended.artifact_key).not.toBe(row.artifact_key);
    });

    it('loses no neighbour with a usage that cannot be recorded', async () => {
      const ids = await syncAll(knex, sharing(3));
      await runOnce(engine);
      await knex('usage_states')
        .where({ usage_id: ids[1] })
        .update({ reference: 'ghcr.io/acme/base:1', resolution: '{}' });
      await knex('collections').del();
      await knex('judgements').update({ settled_hash: null });
      clock.advance(4 * 60);
      const { observer } = engine;
      let records = 0;
      engine.observer = {
        ...observer,
        stage: async (stage, work) => {
          if (stage === 'record' && ++records === 2)
            throw new Error('the disk is full');
          return work();
        },
      };
      await runOnce(engine);
      const work = await knex('work').orderBy('attempts');
      expect(work.map(row => row.attempts)).toEqual([0, 0, 1]);
      expect(work.map(row => row.leased_until)).toEqual([null, null, null]);
    });

    it('S1.6 judges at reconsider-at without a look that is not due', async () => {
      await syncAll(knex, sharing(2));
      await runOnce(engine);
      clock.advance(60);
      const [before] = await knex('work');
      await knex('work').update({
        judge_at: clock.now().toISOString(),
        next_at: clock.now().toISOString(),
      });
      await knex('judgements').update({ generation: 'another' });
      expect(await runOnce(engine)).toBe(2);
      expect(resolved).toHaveLength(1);
      const generations = (await knex('judgements')).map(row => row.generation);
      expect(generations).toEqual([engine.generation, engine.generation]);
      const [after] = await knex('work');
      expect(after.look_at).toBe(before.look_at);
      expect(after.next_at > clock.now().toISOString()).toBe(true);
    });
  },
);
