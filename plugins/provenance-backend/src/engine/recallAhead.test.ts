import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import {
  engineOver,
  fakeLooker,
  syncAll,
  usagesAt,
} from '../__testUtils__/engineOver';
import { at, ManualClock } from '../__testUtils__/fixtures';
import { runOnce, type EngineOptions } from './Engine';
import { recallAhead, recalling } from './recallAhead';
import { rejudgeUsage } from './rejudge';

jest.setTimeout(60_000);

const days = 24 * 60;

describe.each(databases.eachSupportedId())(
  'a clock that was ahead, on %s',
  databaseId => {
    let knex: Knex;
    let clock: ManualClock;
    let engine: EngineOptions;
    let ids: string[];
    const logger = mockServices.logger.mock();

    beforeEach(async () => {
      jest.clearAllMocks();
      knex = await migratedDatabase(databaseId);
      clock = new ManualClock();
      engine = engineOver(knex, clock, { logger });
      ids = await syncAll(knex, usagesAt('ghcr.io', 3));
      clock.advance(3 * days);
      await runOnce(engine);
      clock.advance(-3 * days + 10);
    });

    const judgements = async () =>
      (await knex('judgements')).map(row => JSON.parse(row.content));

    it('S6.1 keeps nobody from looking, once it is right', async () => {
      expect(await runOnce(engine)).toBe(0);
      expect(await recallAhead(engine)).toBe(3);
      expect(logger.warn).toHaveBeenCalledWith(
        expect.stringContaining('3 looks and 0 hosts'),
      );
      expect(await runOnce(engine)).toBe(3);
      for (const { freshness, reason } of await judgements()) {
        expect(reason.code).toBe('nothing-found');
        expect(freshness).toEqual({ status: 'fresh', provenAt: at(10) });
      }
      expect(await recallAhead(engine)).toBe(0);
      expect(await runOnce(engine)).toBe(0);
    });

    it('S6.1 makes nothing fresh before there is a look of a clock that is right', async () => {
      for (const id of ids) await rejudgeUsage(id, engine);
      for (const { verdict, freshness } of await judgements()) {
        expect(verdict).toBe('inconclusive');
        expect(freshness).toMatchObject({ status: 'stale' });
      }
    });

    it('S6.1 holds no verdict where the next looks fail', async () => {
      await recallAhead(engine);
      engine.looker = fakeLooker(clock, {
        resolve() {
          throw new Error('unforeseen');
        },
      });
      await runOnce(engine);
      for (const { verdict } of await judgements())
        expect(verdict).toBe('inconclusive');
    });

    it('S6.1 lets no look speak when its date has come, where nobody could look since', async () => {
      await recallAhead(engine);
      clock.advance(3 * days);
      for (const id of ids) await rejudgeUsage(id, engine);
      for (const { verdict } of await judgements())
        expect(verdict).toBe('inconclusive');
    });

    it('takes nothing from looks of others where its own clock is behind', async () => {
      engine.databaseClock = async () => new Date(at(3 * days + 1));
      const dates = () => knex('collections').pluck('last_at');
      const before = await dates();
      await recallAhead(engine);
      expect(await dates()).toEqual(before);
      engine.databaseClock = async () => clock.now();
      await recallAhead(engine);
      expect(await dates()).not.toEqual(before);
    });

    it('is put right although the database is away for a turn', async () => {
      await knex.schema.renameTable('hosts', 'hosts_away');
      expect(await recallAhead(engine)).toBe(0);
      expect(logger.warn).toHaveBeenCalledWith(
        'plans that lie too far ahead stay',
        expect.objectContaining({ message: expect.stringContaining('hosts') }),
      );
      await knex.schema.renameTable('hosts_away', 'hosts');
      expect(await runOnce(engine)).toBe(3);
    });

    it('is looked for at once and then once a minute, of whatever clock', async () => {
      let time = 0;
      const recall = recalling(() => time);
      const planAhead = () =>
        knex('work').update({ next_at: at(9 * days), recalled_at: null });
      const isAhead = async () =>
        (await knex('work').where('next_at', '>', at(days))).length > 0;
      await planAhead();
      await recall(engine);
      expect(await isAhead()).toBe(false);
      await planAhead();
      time = 59_999;
      await recall(engine);
      expect(await isAhead()).toBe(true);
      time = 60_000;
      await recall(engine);
      expect(await isAhead()).toBe(false);
    });
  },
);
