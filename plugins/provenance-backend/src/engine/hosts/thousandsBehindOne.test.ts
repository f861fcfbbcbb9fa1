import { pushImage, startRegistry, type Registry } from '@countersign/sandbox';
import { ArtifactClient } from '@countersign/verifier';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  engineOver,
  seedUnseen,
  usageOf,
  usagesAt,
} from '../../__testUtils__/engineOver';
import { eventually } from '../../__testUtils__/eventually';
import { at, ManualClock } from '../../__testUtils__/fixtures';
import { claimDueWork } from '../../store';
import { runOnce, startEngine, type EngineOptions } from '../Engine';

jest.setTimeout(120_000);

const many = 5_000;
const few = 50;
/** On a machine that does other things too. */
const patience = { seconds: 60 };

// So many rows are PostgreSQL's; what is decided about each of them the other tests prove on both.
const large = databases.eachSupportedId().filter(([id]) => id !== 'SQLITE_3');

(large.length > 0 ? describe.each(large) : describe.skip.each([['none']]))(
  '5,000 artifacts behind a host that is dead, on %s',
  databaseId => {
    let knex: Knex;
    let clock: ManualClock;
    let dead: Registry;
    let healthy: Registry;
    let clients: ArtifactClient[];

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId as 'POSTGRES_15');
      clock = new ManualClock();
      dead = await startRegistry();
      healthy = await startRegistry();
      clients = [];
      dead.setFault('acme/', { kind: 'down' });
      for (let i = 0; i < few; i++)
        pushImage(healthy.repository(`acme/app-${i}`), {
          ...{ tag: '1', files: { name: `${i}` } },
        });
      await seedUnseen(knex, usagesAt(dead.host, many), at(0));
      // Due after all of the others.
      await seedUnseen(
        knex,
        Array.from({ length: few }, (_, i) =>
          usageOf(`app-${i}`, healthy.host),
        ),
        at(1),
      );
      clock.advance(2);
    });

    afterEach(async () => {
      clients.forEach(client => client.close());
      await dead.close();
      await healthy.close();
    });

    /** Asks each question once, and leaves it to the engine whom to leave alone. */
    function replica(): EngineOptions {
      const looker = new ArtifactClient({
        registries: [dead.host, healthy.host].map(host => ({
          ...{ host, plainHttp: true },
        })),
        fileHosts: [],
        clock,
        limits: { retries: 0, breakerFailures: 1_000_000 },
      });
      clients.push(looker);
      return engineOver(knex, clock, { looker });
    }

    const askedOf = (registry: Registry) => registry.requests.list().length;
    const lookedAt = async (registry: Registry) => {
      const [{ count }] = await knex('work')
        .join('judgements', 'judgements.usage_id', 'work.usage_id')
        .where({ host: registry.host })
        .whereNotNull('judgements.last_checked_at')
        .count({ count: '*' });
      return Number(count);
    };
    const hostRow = () => knex('hosts').where({ host: dead.host }).first();

    /** As looks at a host that is down leave their rows; to tell each of them takes a minute. */
    async function tellTheOthers() {
      const { next_try_at: nextTry } = await hostRow();
      await knex('work')
        .where({ host: dead.host })
        .update({ attempts: 1, look_at: at(2), next_at: nextTry });
    }

    it('delay nobody, cost a try now and then, and come back some at a time', async () => {
      const replicas = [replica(), replica()];
      const [first] = replicas;
      const running = startEngine(first);
      await eventually(
        async () => expect(await lookedAt(healthy)).toBe(few),
        patience,
      );
      const told = await lookedAt(dead);
      await running.stop();
      // The places are shared by halves, so nearly all of those that were due before still wait.
      expect(told).toBeLessThan(many / 5);
      expect(await hostRow()).toMatchObject({ down_since: at(2) });
      expect(askedOf(dead)).toBeGreaterThanOrEqual(3);
      // What was claimed before the third failure.
      expect(askedOf(dead)).toBeLessThanOrEqual(2 * first.concurrency);

      await tellTheOthers();
      const before = { dead: askedOf(dead), healthy: askedOf(healthy) };
      let tries = 0;
      for (let minute = 0; minute < 60; minute++) {
        clock.advance(1);
        const asked = askedOf(dead);
        await Promise.all(replicas.map(runOnce));
        expect(askedOf(dead) - asked).toBeLessThanOrEqual(1);
        tries += askedOf(dead) - asked;
      }
      expect(tries).toBe(askedOf(dead) - before.dead);
      expect(tries).toBeGreaterThanOrEqual(5);
      expect(tries).toBeLessThanOrEqual(8);
      expect(askedOf(healthy)).toBe(before.healthy);

      dead.clearFault('acme/');
      clock.advance(15);
      const looked = () =>
        new Set(dead.requests.list().map(({ path }) => path)).size;
      const known = looked();
      await runOnce(first);
      expect(await hostRow()).toMatchObject({ failures: 0, down_since: null });
      for (let batch = 1; batch <= 3; batch++) {
        const asked = askedOf(dead);
        clock.advance(2 / 60);
        await Promise.all(replicas.map(runOnce));
        const now = askedOf(dead) - asked;
        expect(now).toBeGreaterThan(50);
        expect(now).toBeLessThan(200);
      }
      expect(looked() - known).toBeGreaterThan(200);
      await allComeBack();
    });

    /** Each of those that still wait falls due in the next two minutes, never many of them at once. */
    async function allComeBack() {
      const waiting = () =>
        knex('work').where({ host: dead.host }).where('attempts', '>', 0);
      const sizes = (await waiting()
        .groupBy('next_at')
        .count({ count: '*' })) as { count: string }[];
      expect(Math.max(...sizes.map(({ count }) => Number(count)))).toBeLessThan(
        200,
      );
      const expected = (await waiting()).map(row => row.usage_id).sort();
      expect(expected.length).toBeGreaterThan(many - 1_000);
      clock.advance(2);
      const claimed: string[] = [];
      for (;;) {
        const claims = await claimDueWork({
          ...{ knex, now: clock.now(), leaseMs: 600_000, limit: 250 },
        });
        if (claims.length === 0) break;
        claimed.push(...claims.map(({ usageId }) => usageId));
      }
      expect(claimed.sort()).toEqual(expected);
    }
  },
);
