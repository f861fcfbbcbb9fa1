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
import { eventually } from '../../__testUtils__/eventually';
import { at, ManualClock } from '../../__testUtils__/fixtures';
import { requestChecks } from '../../store';
import { runOnce, startEngine, type EngineOptions } from '../Engine';

jest.setTimeout(60_000);

const dead = 'registry.dead.example';

const unreachable = () =>
  new LookError({
    code: 'registry-unreachable',
    origin: 'infrastructure',
    message: 'connection refused by the repository of somebody else',
  });

/** Holds whoever waits at it until it is opened. */
function barrier() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open };
}

describe.each(databases.eachSupportedId())('a dead host on %s', databaseId => {
  let knex: Knex;
  let clock: ManualClock;
  let asked: string[];
  let isDead: boolean;
  let engine: EngineOptions;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    clock = new ManualClock();
    asked = [];
    isDead = true;
    engine = engineOver(knex, clock, {
      looker: fakeLooker(clock, {
        resolve(name) {
          if (!name.startsWith(dead)) return;
          asked.push(name);
          if (isDead) throw unreachable();
        },
      }),
    });
  });

  const host = () => knex('hosts').where({ host: dead }).first();
  const judgements = () => knex('judgements').orderBy('usage_id');
  const seconds = (count: number) => clock.advance(count / 60);

  it('is left alone after three failures, and each of its usages says once since when and why', async () => {
    await syncAll(knex, usagesAt(dead, 40));
    await runOnce({ ...engine, concurrency: 1 });
    expect(asked).toHaveLength(3);
    expect(await host()).toMatchObject({ failures: 3, down_since: at(0) });
    const before = await judgements();
    expect(new Set(before.map(row => row.reason_code))).toEqual(
      new Set(['registry-unreachable']),
    );
    const states = (await knex('usage_states')).map(row =>
      JSON.parse(row.resolution),
    );
    for (const state of states)
      expect(state).toMatchObject({ status: 'failed', at: at(0) });
    // Told in words of ours: the first failure's may name what the viewer must not know of.
    const told = states.filter(({ cause }) => /left alone/.test(cause.message));
    expect(told).toHaveLength(37);
    seconds(30);
    await runOnce(engine);
    expect(asked).toHaveLength(3);
    expect((await judgements()).map(row => row.revision)).toEqual(
      before.map(row => row.revision),
    );
  });

  it('is tried by one look at a time, less and less often, at least every 15 minutes', async () => {
    await syncAll(knex, usagesAt(dead, 40));
    await runOnce({ ...engine, concurrency: 1 });
    const tries: number[] = [];
    for (let minute = 1; minute <= 60; minute++) {
      clock.advance(1);
      const before = asked.length;
      await Promise.all([runOnce(engine), runOnce(engine)]);
      expect(asked.length - before).toBeLessThanOrEqual(1);
      if (asked.length > before) tries.push(minute);
    }
    const waits = tries.map((minute, i) => minute - (tries[i - 1] ?? 0));
    expect(waits.slice(0, 3)).toEqual([1, 2, 4]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(15);
    expect(tries.length).toBeGreaterThan(5);
    // One artifact that is broken by itself would else be the one that is tried for ever.
    const times = asked.map(name => asked.filter(one => one === name).length);
    expect(Math.max(...times)).toBeLessThanOrEqual(2);
  });

  it('is asked for everything again as soon as it answers', async () => {
    await syncAll(knex, usagesAt(dead, 20));
    await runOnce({ ...engine, concurrency: 1 });
    isDead = false;
    asked = [];
    clock.advance(1);
    await runOnce(engine);
    expect(new Set(asked).size).toBe(20);
    expect(await host()).toMatchObject({
      failures: 0,
      down_since: null,
      last_answer_at: at(1),
    });
    const reasons = (await judgements()).map(row => row.reason_code);
    expect(new Set(reasons)).toEqual(new Set(['nothing-found']));
  });

  it('is tried when a person asks', async () => {
    const ids = await syncAll(knex, usagesAt(dead, 10));
    await runOnce({ ...engine, concurrency: 1 });
    asked = [];
    seconds(1);
    const now = clock.now().toISOString();
    await requestChecks({ knex, usageIds: [ids[5]], now });
    const { next_try_at: before } = await host();
    await runOnce(engine);
    expect(asked).toHaveLength(1);
    expect((await host()).next_try_at).toBe(before);
    isDead = false;
    await requestChecks({ knex, usageIds: [ids[5]], now });
    await runOnce(engine);
    expect(await host()).toMatchObject({ down_since: null });
    clock.advance(1);
    await runOnce(engine);
    expect(new Set(asked).size).toBe(10);
  });

  it('S6.1 has no usage keep a verdict that the clock has ended', async () => {
    isDead = false;
    await syncAll(knex, usagesAt(dead, 5));
    await runOnce(engine);
    isDead = true;
    asked = [];
    for (let hour = 1; hour <= 26; hour++) {
      clock.advance(60);
      await runOnce(engine);
    }
    // 24 hours after the last complete look nobody knows any more.
    const [one, ...others] = await judgements();
    expect(one).toMatchObject({ verdict: 'inconclusive' });
    expect(JSON.parse(one.content).freshness).toMatchObject({
      status: 'stale',
      provenAt: at(0),
      cause: { code: 'registry-unreachable' },
    });
    for (const other of others) expect(other.verdict).toBe('inconclusive');
    // At most four tries an hour, however many artifacts there are.
    expect(asked.length).toBeLessThan(26 * 4 + 5);
  });

  it('counts what it has to say for an answer, whatever it is', async () => {
    engine.looker = fakeLooker(clock, {
      resolve() {
        throw new LookError({
          code: 'artifact-not-found',
          origin: 'configuration',
          message: 'nothing there',
        });
      },
    });
    await syncAll(knex, usagesAt(dead, 10));
    await runOnce(engine);
    expect(await host()).toMatchObject({ failures: 0, last_answer_at: at(0) });
  });

  it('delays nobody: 300 artifacts on a host that hangs, and one of somebody else', async () => {
    const hanging = barrier();
    const seen: string[] = [];
    let atOnce = 0;
    let most = 0;
    engine.looker = fakeLooker(clock, {
      async resolve(name) {
        if (!name.startsWith(dead)) {
          seen.push(name);
          return;
        }
        most = Math.max(most, ++atOnce);
        await hanging.opened;
        atOnce--;
        throw unreachable();
      },
    });
    await syncAll(knex, usagesAt(dead, 300));
    // Due later than all of the others.
    const other = (name: string) => [usageOf(name)];
    await syncAll(knex, other('first'), { now: at(1) });
    clock.advance(2);
    const running = startEngine(engine);
    await eventually(async () => expect(seen).toHaveLength(1));
    // What falls due while the host hangs finds a place as well.
    await syncAll(knex, other('second'), { now: at(2) });
    await syncAll(knex, other('third'), { now: at(2) });
    await eventually(async () => expect(seen).toHaveLength(3));
    expect(most).toBeLessThanOrEqual(engine.concurrency);
    hanging.open();
    await eventually(async () => {
      const told = await knex('judgements').where({
        reason_code: 'registry-unreachable',
      });
      expect(told).toHaveLength(300);
    });
    await running.stop();
    expect(await host()).toMatchObject({ down_since: at(2) });
  });
});
