import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { digestOf, ManualClock } from '../../__testUtils__/fixtures';
import { listReplicas, type GenerationContent } from '../../store';
import { ActiveGeneration } from './ActiveGeneration';
import { generationHash } from './contentOf';

jest.setTimeout(60_000);

const base: GenerationContent = {
  verifierRevision: 3,
  judgeRevision: 1,
  registryVersion: 2,
  authorities: [],
  configurationHash: 'c',
};

const rootOf = (character: string) => ({
  authorities: [
    { name: 'acme', kind: 'sigstore' as const, digest: digestOf(character) },
  ],
});

function barrier() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open };
}

describe.each(databases.eachSupportedId())('ActiveGeneration, %s', id => {
  let knex: Knex;
  let clock: ManualClock;
  const open: ActiveGeneration[] = [];

  beforeEach(async () => {
    knex = await migratedDatabase(id);
    clock = new ManualClock();
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map(one => one.stop()));
  });

  /** A replica that reports only when it is told to. */
  function replica(changes: Partial<GenerationContent> = {}, database = knex) {
    const own = {
      content: { ...base, ...changes },
      isCurrent: async () => true,
    };
    const logger = mockServices.logger.mock();
    const turnovers = jest.fn();
    const proposed: string[] = [];
    const active = new ActiveGeneration({
      knex: database,
      clock,
      logger,
      version: '1.2.3',
      inForce: () => ({
        content: own.content,
        generation: generationHash(own.content),
        authorities: [],
      }),
      isCurrent: () => own.isCurrent(),
      onProposed: (number, { occasion }) =>
        proposed.push(`${number} ${occasion}`),
    });
    active.onTurnover(turnovers);
    open.push(active);
    return {
      active,
      own,
      logger,
      turnovers,
      proposed,
      report: () => active.report(),
      may: () => active.mayWork(),
      async change(content: Partial<GenerationContent>) {
        own.content = { ...own.content, ...content };
        active.changed();
        // The change's own turn comes first.
        await active.report();
      },
    };
  }

  /** A database that can go away. */
  function shaky() {
    const state = { isAway: false };
    const database = new Proxy(knex, {
      apply(target, self, args) {
        if (state.isAway) throw new Error('database is away');
        return Reflect.apply(target as never, self, args);
      },
    });
    return { state, database };
  }

  const numbers = async () =>
    (await knex('generations').orderBy('number')).map(
      row => `${row.number} ${row.occasion}`,
    );

  it('S6.3 may not work before anything was agreed on', async () => {
    const one = replica();
    expect(one.may()).toEqual({
      active: false,
      why: 'no generation was agreed on yet',
    });
    await one.report();
    expect(one.may()).toEqual({ active: true, generation: 1 });
    expect(one.proposed).toEqual(['1 start']);
  });

  it('S6.3 agrees on one number where replicas of the same content start at once', async () => {
    const gate = barrier();
    const replicas = Array.from({ length: 4 }, () => replica());
    // All have read that there is nothing before any of them writes.
    let waiting = 0;
    const isCurrent = async () => {
      if (++waiting === replicas.length) gate.open();
      await gate.opened;
      return true;
    };
    for (const one of replicas) one.own.isCurrent = isCurrent;
    await Promise.all(replicas.map(one => one.report()));
    expect(replicas.map(one => one.may())).toEqual(
      replicas.map(() => ({ active: true, generation: 1 })),
    );
    expect(replicas.flatMap(one => one.proposed)).toEqual(['1 start']);
    expect(await numbers()).toEqual(['1 start']);
  });

  it('S6.3 the one of two different ones that comes last is active, where both start at once', async () => {
    const [one, two] = [replica(), replica({ configurationHash: 'd' })];
    await Promise.all([one.report(), two.report()]);
    await Promise.all([one.report(), two.report()]);
    expect(await numbers()).toEqual(['1 start', '2 start']);
    const active = [one, two].filter(({ may }) => may().active);
    expect(active).toHaveLength(1);
    expect(active[0].proposed).toEqual(['2 start']);
  });

  it('S6.3 proposes at its start and says once that the others differ', async () => {
    const old = replica();
    await old.report();
    const fresh = replica({ configurationHash: 'd' });
    await fresh.report();
    for (let i = 0; i < 3; i++) await old.report();
    expect(fresh.may()).toEqual({ active: true, generation: 2 });
    const why =
      'another replica proposed the active generation 2, and this one differs in: configuration';
    expect(old.may()).toEqual({ active: false, why });
    expect(old.logger.warn.mock.calls).toEqual([
      [
        `the generation of replica ${old.active.id} is not the active one: ${why}; this replica looks at nothing and writes nothing`,
        undefined,
      ],
    ]);
    expect(old.turnovers).toHaveBeenCalledTimes(2);
  });

  it.each([
    [{ verifierRevision: 2 }, 'verifier revision 2 is lower than 3'],
    [{ judgeRevision: 0 }, 'judge revision 0 is lower than 1'],
    [{ registryVersion: 1 }, 'registry version 1 is lower than 2'],
  ])('S6.3 never proposes %j at a start or change', async (lower, why) => {
    const newer = replica();
    await newer.report();
    const old = replica({ ...lower, configurationHash: 'd' });
    await old.report();
    await old.change({ configurationHash: 'e' });
    for (let i = 0; i < 5; i++) {
      clock.advance(1);
      await newer.report();
      await old.report();
    }
    expect(await numbers()).toEqual(['1 start']);
    expect(old.may()).toEqual({
      active: false,
      why: expect.stringContaining(why),
    });
  });

  it('S6.3 an old and a new replica live side by side for an hour, without one transition', async () => {
    const old = replica({ verifierRevision: 2 });
    await old.report();
    const fresh = replica();
    await fresh.report();
    for (let minute = 0; minute < 60; minute++) {
      clock.advance(1);
      await old.report();
      await fresh.report();
      expect([old.may().active, fresh.may().active]).toEqual([false, true]);
    }
    expect(await numbers()).toEqual(['1 start', '2 start']);
  });

  it('S6.3 takes over when nobody of the active generation reported for ten minutes', async () => {
    const old = replica({ verifierRevision: 2 });
    await old.report();
    const fresh = replica();
    await fresh.report();
    for (let minute = 1; minute < 10; minute++) {
      clock.advance(1);
      await old.report();
      expect(old.may().active).toBe(false);
    }
    clock.advance(1);
    await old.report();
    expect(old.may()).toEqual({ active: true, generation: 3 });
    expect(await numbers()).toEqual(['1 start', '2 start', '3 takeover']);
    // The replica that was away finds out and, with a higher revision, may propose only when it starts again.
    await fresh.report();
    expect(fresh.may().active).toBe(false);
    const restarted = replica();
    await restarted.report();
    expect(restarted.may()).toEqual({ active: true, generation: 4 });
  });

  it('leaves a takeover to the newest release that runs', async () => {
    const replicas = [
      replica(),
      replica({ verifierRevision: 1 }),
      replica({ verifierRevision: 2 }),
    ];
    const [fresh, oldest, older] = replicas;
    await fresh.report();
    for (let minute = 0; minute < 12; minute++) {
      clock.advance(1);
      await oldest.report();
      await older.report();
    }
    expect(older.proposed).toEqual(['2 takeover']);
    expect(oldest.may().active).toBe(false);
  });

  it('S6.3 follows a change that another replica made, instead of proposing back', async () => {
    const [one, two] = [replica(rootOf('a')), replica(rootOf('a'))];
    await one.report();
    await two.report();
    await one.change(rootOf('b'));
    for (let i = 0; i < 3; i++) {
      await two.report();
      await one.report();
    }
    expect(two.may()).toEqual({
      active: false,
      why: expect.stringContaining('differs in: authority "acme"'),
    });
    await two.change(rootOf('b'));
    for (const { may } of [one, two])
      expect(may()).toEqual({ active: true, generation: 2 });
    expect(await numbers()).toEqual(['1 start', '2 change']);
    expect(two.proposed).toEqual([]);
  });

  it('catches up with a newer root before it proposes what else changed', async () => {
    const [one, two] = [replica(rootOf('a')), replica(rootOf('a'))];
    await one.report();
    await two.report();
    await one.change(rootOf('b'));
    // Something else changed at the second one, which has not taken the first one's root yet.
    two.own.isCurrent = async () => false;
    await two.change({ configurationHash: 'd' });
    expect(two.may()).toEqual({
      active: false,
      why: expect.stringContaining('newer trust root'),
    });
    expect(await numbers()).toEqual(['1 start', '2 change']);
    two.own.isCurrent = async () => true;
    two.own.content = { ...two.own.content, ...rootOf('b') };
    await two.report();
    expect(two.may()).toEqual({ active: true, generation: 3 });
    const [newest] = await knex('generations').where({ number: 3 });
    expect(JSON.parse(newest.content)).toMatchObject(rootOf('b'));
  });

  it('loses no change that comes while it agrees on the one before', async () => {
    const one = replica();
    const [reached, gate] = [barrier(), barrier()];
    one.own.isCurrent = async () => {
      reached.open();
      await gate.opened;
      return true;
    };
    const first = one.report();
    await reached.opened;
    const second = one.change({ configurationHash: 'd' });
    expect(one.may().active).toBe(false);
    gate.open();
    await Promise.all([first, second]);
    expect(one.may()).toEqual({ active: true, generation: 2 });
    expect(one.proposed).toEqual(['1 start', '2 change']);
  });

  it('may not work between a change and its agreement', async () => {
    const one = replica();
    await one.report();
    one.own.content = { ...base, configurationHash: 'd' };
    expect(one.may()).toEqual({
      active: false,
      why: 'what is in force here has just changed',
    });
  });

  it('believes nothing that it could not confirm, and comes back by itself', async () => {
    const { state, database } = shaky();
    const one = replica({}, database);
    await one.report();
    state.isAway = true;
    await one.report();
    expect(one.may()).toEqual({
      active: false,
      why: 'no generation was agreed on yet',
    });
    expect(one.logger.error).toHaveBeenCalledTimes(1);
    await one.report();
    expect(one.logger.error).toHaveBeenCalledTimes(1);
    state.isAway = false;
    await one.report();
    expect(one.may()).toEqual({ active: true, generation: 1 });
    expect(one.proposed).toEqual(['1 start']);
  });

  it('proposes a change later where the database was away', async () => {
    const { state, database } = shaky();
    const one = replica({}, database);
    await one.report();
    state.isAway = true;
    await one.change({ configurationHash: 'd' });
    state.isAway = false;
    await one.report();
    expect(one.may()).toEqual({ active: true, generation: 2 });
    expect(await numbers()).toEqual(['1 start', '2 change']);
  });

  it('says to all how it stands', async () => {
    const [one, two] = [replica(), replica({ verifierRevision: 2 })];
    await one.report();
    await two.report();
    const all = await listReplicas({ knex });
    expect(all).toHaveLength(2);
    expect(all).toContainEqual(
      expect.objectContaining({
        id: one.active.id,
        worksUnder: 1,
        why: undefined,
        version: '1.2.3',
      }),
    );
    expect(all).toContainEqual(
      expect.objectContaining({
        id: two.active.id,
        worksUnder: undefined,
        why: expect.stringContaining('lower'),
      }),
    );
  });

  it('reports again and again until it is stopped', async () => {
    const one = replica();
    await one.active.start();
    expect(one.may().active).toBe(true);
    await one.active.stop();
    clock.advance(1);
    await one.report();
    const [row] = await listReplicas({ knex });
    expect(row.lastSeenAt).not.toBe(clock.now().toISOString());
    expect(row.leftAt).toBe(row.lastSeenAt);
  });

  it('waits for nobody where a registry version comes back after all have ended', async () => {
    const before = replica();
    await before.report();
    const beside = replica({ registryVersion: 1 });
    await beside.report();
    await beside.active.stop();
    await before.active.stop();
    const after = replica({ registryVersion: 1 });
    await after.report();
    expect(after.may()).toEqual({ active: true, generation: 2 });
    expect(await numbers()).toEqual(['1 start', '2 start']);
  });

  it('S6.3 waits for those that ended without a word', async () => {
    const before = replica();
    await before.report();
    const after = replica({ registryVersion: 1 });
    await after.report();
    expect(after.may().active).toBe(false);
    // It was beside the other one when that ended, so it may be on its way back.
    await before.active.stop();
    for (let i = 0; i < 5; i++) await after.report();
    expect(after.may().active).toBe(false);
    expect(await numbers()).toEqual(['1 start']);
  });
});
