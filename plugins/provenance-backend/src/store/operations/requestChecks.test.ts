import { LookError } from '@countersign/verifier';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  engineOver,
  fakeLooker,
  syncAll,
  usageOf,
  usagesAt,
} from '../../__testUtils__/engineOver';
import { at, ManualClock, registryDown } from '../../__testUtils__/fixtures';
import { runOnce } from '../../engine';
import { claimDueWork } from './claimDueWork';
import { mostChecks } from './countChecks';
import { requestChecks } from './requestChecks';

jest.setTimeout(60_000);

const seconds = (count: number) => count / 60;

describe.each(databases.eachSupportedId())(
  'requestChecks on %s',
  databaseId => {
    let knex: Knex;
    let clock: ManualClock;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      clock = new ManualClock();
    });

    const request = (usageIds: string[], minutes: number, by?: string) =>
      requestChecks({ knex, usageIds, now: at(minutes), by });
    const work = () => knex('work').orderBy('usage_id');

    it('changes nothing where somebody asked before and nobody has begun', async () => {
      const ids = await syncAll(knex, [usageOf('app')]);
      await request(ids, 1);
      const before = await work();
      expect(before).toMatchObject([{ priority: 1, next_at: at(1) }]);
      const again = await request(ids, 2);
      expect(again).toEqual({
        ...{ status: 'accepted', checking: ids, justLooked: [] },
      });
      expect(await work()).toEqual(before);
    });

    it('asks for one more look while one is under way, however often it is asked', async () => {
      const ids = await syncAll(knex, [usageOf('app')]);
      const leaseMs = 60_000;
      await claimDueWork({ knex, now: new Date(at(1)), leaseMs, limit: 1 });
      for (let i = 0; i < 3; i++) await request(ids, 1 + seconds(i + 1));
      expect(await work()).toMatchObject([
        { priority: 1, leased_until: at(2), next_at: at(1 + seconds(3)) },
      ]);
    });

    it('says so where a look was complete within ten seconds, and makes no other', async () => {
      const ids = await syncAll(knex, [usageOf('app'), usageOf('other')]);
      await runOnce(engineOver(knex, clock));
      const before = await work();
      const late = { reference: 'ghcr.io/acme/late:1' };
      const [third] = await syncAll(knex, [{ ...usageOf('late'), ...late }]);
      expect(await request([...ids, third], seconds(9))).toEqual({
        status: 'accepted',
        checking: [third],
        justLooked: [...ids].sort(),
      });
      const after = await knex('work')
        .whereIn('usage_id', ids)
        .orderBy('usage_id');
      expect(after).toEqual(before);
      const asked = await request(ids, seconds(10));
      expect(asked).toMatchObject({ justLooked: [] });
      expect(await work()).toMatchObject([
        { priority: 1 },
        { priority: 1 },
        { priority: 1 },
      ]);
    });

    it('S5.4 looks again at what could not be looked at, however short a time ago', async () => {
      const ids = await syncAll(knex, [usageOf('app')]);
      const resolve = () => {
        throw new LookError(registryDown);
      };
      const looker = fakeLooker(clock, { resolve });
      await runOnce({ ...engineOver(knex, clock), looker });
      expect(await request(ids, seconds(1))).toMatchObject({ checking: ids });
      expect(await work()).toMatchObject([{ priority: 1 }]);
    });

    it('looks again at what names something else since', async () => {
      const usage = usageOf('app');
      const ids = await syncAll(knex, [usage]);
      await runOnce(engineOver(knex, clock));
      const reference = 'ghcr.io/acme/app:2';
      await syncAll(knex, [{ ...usage, reference, tag: '2' }], { now: at(0) });
      expect(await request(ids, seconds(1))).toMatchObject({ checking: ids });
    });

    it('lets one person ask for so many looks in a minute, on whatever replica, and others as many', async () => {
      const ids = await syncAll(knex, usagesAt('ghcr.io', mostChecks + 1));
      const [last, ...first] = ids;
      expect(await request(first, 1, 'ann')).toMatchObject({
        status: 'accepted',
      });
      const before = await work();
      const retryAt = new Date(at(2));
      const refused = { status: 'too-many', retryAt };
      const all = await Promise.all([
        request([last], 1 + seconds(59), 'ann'),
        request([last], 1 + seconds(30), 'ann'),
      ]);
      expect(all).toEqual([refused, refused]);
      expect(await work()).toEqual(before);
      // What takes nobody's place is not counted.
      expect(await request(first, 1, 'ann')).toMatchObject({
        checking: [...first].sort(),
      });
      expect(await request([last], 1, 'bob')).toMatchObject({
        status: 'accepted',
      });
      await knex('work').update({ priority: 0 });
      expect(await request([last], 2, 'ann')).toMatchObject({
        status: 'accepted',
      });
    });

    it('counts all requests that come at once', async () => {
      const ids = await syncAll(knex, usagesAt('ghcr.io', 120));
      const halves = [ids.slice(0, 60), ids.slice(60)];
      await Promise.all(halves.map(half => request(half, 1, 'ann')));
      expect(await knex('check_counts')).toMatchObject([{ count: 120 }]);
    });
  },
);
