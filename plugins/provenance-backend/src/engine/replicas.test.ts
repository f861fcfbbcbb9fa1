import Knex, { type Knex as Database } from 'knex';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import {
  engineOver,
  fakeLooker,
  seedUnseen,
  usagesAt,
} from '../__testUtils__/engineOver';
import { eventually } from '../__testUtils__/eventually';
import { at, ManualClock } from '../__testUtils__/fixtures';
import { claimDueWork, readSummaries, requestChecks } from '../store';
import { presentSummary } from '../api/presentUsage';
import { runOnce, startEngine, type EngineOptions } from './Engine';
import { leaseMs } from './keepLease';
import { tasksOf } from './Task';
import { workOn } from './workOn';
import { openWorkshop } from './Workshop';

jest.setTimeout(120_000);

/** For many looks on a machine that does other things too. */
const patience = { seconds: 90 };

// SQLite serves one process, so there is nothing to share.
const shared = databases.eachSupportedId().filter(([id]) => id !== 'SQLITE_3');

(shared.length > 0 ? describe.each(shared) : describe.skip.each([['none']]))(
  'replicas on one %s',
  databaseId => {
    let knex: Database;
    let clock: ManualClock;
    let pools: Database[];
    let looks: Map<string, number>;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId as 'POSTGRES_15');
      clock = new ManualClock();
      pools = [];
      looks = new Map();
    });

    afterEach(() => Promise.all(pools.map(pool => pool.destroy())));

    const connectionOf = () => knex.client.config.connection;

    /** A replica as far as the database can tell: connections of its own. */
    function replica(changes: Partial<EngineOptions> = {}): EngineOptions {
      const pool = Knex({ client: 'pg', connection: connectionOf() });
      pools.push(pool);
      const looker = fakeLooker(clock, {
        collect: name => void looks.set(name, (looks.get(name) ?? 0) + 1),
      });
      return engineOver(pool, clock, { looker, ...changes });
    }

    async function sweep(count: number, engines: EngineOptions[]) {
      const running = engines.map(startEngine);
      await eventually(async () => {
        const due = knex('work').where(
          'next_at',
          '<=',
          clock.now().toISOString(),
        );
        expect(await due.count({ left: '*' })).toEqual([{ left: '0' }]);
      }, patience);
      await Promise.all(running.map(one => one.stop()));
      expect(looks.size).toBe(count);
      return new Set(looks.values());
    }

    it.each([
      [2, 400],
      [4, 2_000],
    ])(
      '%i engines collect each of %i artifacts exactly once a round',
      async (engines, count) => {
        await seedUnseen(knex, usagesAt('ghcr.io', count), at(0));
        const all = Array.from({ length: engines }, () => replica());
        expect(await sweep(count, all)).toEqual(new Set([1]));
        const transitions = await knex('transitions');
        expect(transitions).toHaveLength(count);
      },
    );

    it('collects each artifact once more in the next round', async () => {
      await seedUnseen(knex, usagesAt('ghcr.io', 100), at(0));
      const engines = [replica(), replica()];
      await sweep(100, engines);
      clock.advance(4 * 60);
      expect(await sweep(100, engines)).toEqual(new Set([2]));
    });

    it('loses nothing and doubles nothing when a process is killed in the middle', async () => {
      await knex.schema.createTable('looked', table => {
        table.text('name');
        table.text('who');
      });
      await seedUnseen(knex, usagesAt('ghcr.io', 120), at(0));
      const orders = { connection: connectionOf(), now: at(0), looks: 40 };
      const transform = require.resolve(
        '@backstage/cli/config/nodeTransform.cjs',
      );
      const script = require.resolve('../__testUtils__/replica.ts');
      const args = ['--require', transform, script, JSON.stringify(orders)];
      const child = spawn(process.execPath, args, {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = await Promise.race([
        once(child.stdout, 'data'),
        once(child, 'exit'),
      ]);
      expect(String(line)).toContain('hanging');
      child.kill('SIGKILL');
      await once(child, 'exit');
      const held = await knex('work').whereNotNull('leased_until');
      expect(held.length).toBeGreaterThan(0);

      const survivor = replica({
        looker: fakeLooker(clock, {
          collect: async name => {
            await knex('looked').insert({ name, who: 'survivor' });
          },
        }),
      });
      await runOnce(survivor);
      // What the dead process held stays held until its leases end, a minute later at the most.
      expect(await knex('work').whereNotNull('leased_until')).toHaveLength(
        held.length,
      );
      clock.advance(1);
      await runOnce(survivor);
      expect(await knex('work').whereNotNull('leased_until')).toEqual([]);
      const looked: { name: string }[] = await knex('looked');
      expect(new Set(looked.map(({ name }) => name)).size).toBe(120);
      // A look that had ended, and was not yet recorded, is made again; all others are not.
      expect(looked.length - 120).toBeLessThanOrEqual(held.length);
      const recorded = await knex('transitions');
      expect(recorded).toHaveLength(120);
      expect(new Set(recorded.map(row => row.usage_id)).size).toBe(120);
    });

    it('discards what comes after the lease has ended', async () => {
      await seedUnseen(knex, usagesAt('ghcr.io', 1), at(0));
      const [late, prompt] = [replica(), replica()];
      const now = clock.now();
      const claims = await claimDueWork({
        ...{ knex: late.knex, now, leaseMs, limit: 1 },
      });
      clock.advance(1);
      await runOnce(prompt);
      const before = await knex('judgements');
      const work = await knex('work');
      const [task] = tasksOf(claims);
      await workOn(task, late, openWorkshop(late));
      expect(await knex('judgements')).toEqual(before);
      expect(await knex('work')).toEqual(work);
    });

    it('shows on one replica what a person asked for on another', async () => {
      const [id] = await seedUnseen(knex, usagesAt('ghcr.io', 1), at(0));
      let open = () => {};
      const opened = new Promise<void>(resolve => {
        open = resolve;
      });
      const [asked, other] = [replica(), replica()];
      await runOnce(other);
      clock.advance(1);
      other.looker = fakeLooker(clock, { resolve: () => opened });
      const progress = async () => {
        const rows = await readSummaries({ knex: asked.knex, ids: [id] });
        return presentSummary(rows[0], clock.now());
      };
      expect(await progress()).toMatchObject({
        checking: false,
        lastCheckedAt: at(0),
      });
      const running = startEngine(other);
      const request = { usageIds: [id], now: clock.now().toISOString() };
      await requestChecks({ knex: asked.knex, ...request });
      await eventually(async () => {
        const [{ leased_until: until }] = await knex('work');
        expect(until).not.toBeNull();
      });
      expect(await progress()).toMatchObject({ checking: true });
      open();
      await eventually(async () =>
        expect(await progress()).toMatchObject({
          checking: false,
          lastCheckedAt: at(1),
        }),
      );
      await running.stop();
    });
  },
);
