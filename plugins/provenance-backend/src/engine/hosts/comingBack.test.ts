import type { Cause } from '@countersign/domain';
import { LookError } from '@countersign/verifier';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  ContactError,
  engineOver,
  fakeLooker,
  seedUnseen,
  usagesAt,
} from '../../__testUtils__/engineOver';
import { at, ManualClock, registryDown } from '../../__testUtils__/fixtures';
import { runOnce, type EngineOptions } from '../Engine';

jest.setTimeout(60_000);

const host = 'registry.dead.example';
const denied: Cause = {
  code: 'access-denied',
  origin: 'infrastructure',
  message: `${host} answered 401`,
};

describe.each(databases.eachSupportedId())(
  'a host that comes back, on %s',
  databaseId => {
    let knex: Knex;
    let clock: ManualClock;
    let asked: Set<string>;
    let answer: (() => void) | undefined;
    let engine: EngineOptions;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      clock = new ManualClock();
      asked = new Set();
      answer = () => {
        throw new LookError(registryDown);
      };
      const resolve = (name: string) => {
        asked.add(name);
        answer?.();
      };
      engine = engineOver(knex, clock, {
        looker: fakeLooker(clock, { resolve }),
      });
    });

    const row = () => knex('hosts').where({ host }).first();

    async function goDown(count: number) {
      await seedUnseen(knex, usagesAt(host, count), at(0));
      await runOnce({ ...engine, concurrency: 1 });
      expect(await row()).toMatchObject({ down_since: at(0) });
      asked.clear();
    }

    it('is up as soon as it says anything, and no more than the look that it refused has failed', async () => {
      await goDown(20);
      answer = () => {
        throw new LookError(denied);
      };
      clock.advance(1);
      await runOnce(engine);
      expect(await row()).toMatchObject({ failures: 0, down_since: null });
      expect(asked.size).toBe(20);
      const reasons = await knex('judgements').distinct('reason_code');
      expect(reasons).toEqual([{ reason_code: 'access-denied' }]);
    });

    it('stays down while what fails is a source of credentials, which asked nobody', async () => {
      await goDown(5);
      answer = () => {
        throw new ContactError(denied, []);
      };
      clock.advance(1);
      await runOnce(engine);
      expect(asked.size).toBe(1);
      expect(await row()).toMatchObject({ down_since: at(0) });
    });

    it('is not down where its token service is', async () => {
      const tokenDown = { ...registryDown, message: 'auth.example: 503' };
      answer = () => {
        throw new ContactError(tokenDown, [
          { host },
          { host: 'auth.example', failure: tokenDown },
        ]);
      };
      await seedUnseen(knex, usagesAt(host, 10), at(0));
      await runOnce({ ...engine, concurrency: 1 });
      expect(asked.size).toBe(10);
      const down = await knex('hosts').whereNotNull('down_since');
      expect(down.map(one => one.host)).toEqual(['auth.example']);
      const [state] = await knex('usage_states');
      expect(JSON.parse(state.resolution).cause).toEqual(tokenDown);
    });

    it('is asked in batches for what waited, each artifact at its own time', async () => {
      await goDown(300);
      answer = undefined;
      clock.advance(1);
      const inBatches: number[] = [];
      const step = async () => {
        const before = asked.size;
        await runOnce(engine);
        inBatches.push(asked.size - before);
      };
      await step();
      expect(await row()).toMatchObject({ down_since: null });
      // A hash decides who comes when, so batches are not all of one size.
      for (let i = 0; i < 3; i++) {
        clock.advance(2 / 60);
        await step();
      }
      expect(asked.size).toBe(300);
      expect(Math.max(...inBatches)).toBeLessThan(200);
      expect(inBatches.filter(size => size > 0).length).toBe(3);
    });
  },
);
