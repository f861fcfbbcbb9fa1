import type { Knex } from 'knex';
import type { AcceptanceRule } from '@countersign/domain';
import { pushImage } from '@countersign/sandbox';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { eventually } from '../__testUtils__/eventually';
import {
  component,
  startPortal,
  type Portal,
} from '../__testUtils__/startPortal';
import type { Looker } from './lookAt';
import { runOnce, startEngine } from './Engine';

jest.setTimeout(60_000);

const rules: AcceptanceRule[] = [];

/** Holds whoever waits at it until it is opened. */
function barrier() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open };
}

describe.each(databases.eachSupportedId())('engine on %s', databaseId => {
  let knex: Knex;
  let portal: Portal;
  let looker: Partial<Looker>;

  beforeEach(async () => {
    looker = {};
    knex = await migratedDatabase(databaseId);
    portal = await startPortal({
      knex,
      rules: () => rules,
      looker: client => ({
        resolve: reference =>
          (looker.resolve ?? client.resolve.bind(client))(reference),
        collect: (reference, subject) =>
          (looker.collect ?? client.collect.bind(client))(reference, subject),
      }),
    });
    for (const name of ['a', 'b', 'c'])
      pushImage(portal.registry.repository(name), { tag: '1' });
  });

  afterEach(() => portal.close());

  const entities = (names = ['a', 'b', 'c']) =>
    names.map(name =>
      component(name, `- reference: ${portal.registry.host}/${name}:1`),
    );

  it('S5.1 holds what nobody foresaw against the bytes, and loses no neighbour', async () => {
    looker.collect = async () => {
      throw new TypeError('cannot read properties of undefined');
    };
    const [broken] = await portal.look(entities(['a']));
    expect(broken).toMatchObject({
      verdict: 'inconclusive',
      reason: { code: 'malformed' },
      freshness: { status: 'none' },
    });
    looker.collect = undefined;
    const usages = await portal.look(entities());
    expect(usages.map(u => u.reason.code)).toEqual([
      'malformed',
      'nothing-found',
      'nothing-found',
    ]);
    portal.clock.advance(4 * 60);
    expect((await portal.work()).map(u => u.reason.code)).toEqual([
      'nothing-found',
      'nothing-found',
      'nothing-found',
    ]);
  });

  it('comes back later to a usage whose result could not be written', async () => {
    const usages = await portal.look(entities());
    const [first] = usages;
    await knex('usage_states')
      .where({ usage_id: first.id })
      .update({ resolution: 'not JSON' });
    portal.clock.advance(4 * 60);
    const verify = await runOnce(portal.engine);
    expect(verify).toBe(3);
    const [work] = await knex('work').where({ usage_id: first.id });
    expect(work).toMatchObject({ attempts: 1, leased_until: null });
    expect(work.next_at > portal.clock.now().toISOString()).toBe(true);
    expect(portal.engine.logger.error).toHaveBeenCalledWith(
      expect.stringContaining(first.id),
      expect.any(Error),
    );
  });

  it('works off in the background and ends what it began', async () => {
    const gate = barrier();
    const begun: string[] = [];
    const resolved: string[] = [];
    const { host } = portal.registry;
    portal.engine = { ...portal.engine, pollMs: 5 };
    const client = portal.engine.looker;
    portal.engine.looker = {
      collect: client.collect.bind(client),
      async resolve(reference) {
        begun.push(reference.repository);
        if (reference.repository === `${host}/a`) await gate.opened;
        const digest = await client.resolve(reference);
        resolved.push(reference.repository);
        return digest;
      },
    };
    const work = portal.work;
    portal.work = async () => [];
    await portal.look(entities());
    const engine = startEngine(portal.engine);
    // A slow look holds one place; the others go on beside it.
    await eventually(async () => {
      expect(begun).toHaveLength(3);
      expect([...resolved].sort()).toEqual([`${host}/b`, `${host}/c`]);
    });
    const stopped = engine.stop();
    gate.open();
    await stopped;
    expect(resolved).toHaveLength(3);
    const usages = await work();
    expect(usages.map(u => u.checking)).toEqual([false, false, false]);
    expect(usages.map(u => u.reason.code)).toEqual([
      'nothing-found',
      'nothing-found',
      'nothing-found',
    ]);
  });

  it('lets two engines share the work, each usage once', async () => {
    portal.work = async () => [];
    const many = Array.from({ length: 20 }, (_, i) => `n${i}`);
    for (const name of many)
      pushImage(portal.registry.repository(name), { tag: '1' });
    await portal.look(entities(many));
    const counts = await Promise.all([
      runOnce(portal.engine),
      runOnce(portal.engine),
    ]);
    expect(counts[0] + counts[1]).toBe(20);
    expect(
      portal.registry.requests
        .list()
        .filter(r => r.path.endsWith('/manifests/1')),
    ).toHaveLength(20);
  });

  it('outlives a database that is away', async () => {
    const logger = portal.engine.logger;
    const away = new Proxy(knex, {
      apply: () => {
        throw new Error('database is away');
      },
      get: (target, key) =>
        key === 'transaction'
          ? () => Promise.reject(new Error('database is away'))
          : target[key as never],
    });
    const engine = startEngine({ ...portal.engine, knex: away, pollMs: 1 });
    await eventually(async () =>
      expect(logger.error).toHaveBeenCalledWith(
        'no work could be claimed',
        expect.any(Error),
      ),
    );
    await engine.stop();
  });

  it('S6.1 tries again to judge under the configuration that holds now', async () => {
    await portal.look(entities(['a']));
    let calls = 0;
    const shaky = new Proxy(knex, {
      apply: (target, self, [table]) => {
        if (table === 'usages' && calls++ < 2)
          throw new Error('database is away');
        return Reflect.apply(target as never, self, [table]);
      },
    });
    const generation = 'another';
    const engine = startEngine({
      ...portal.engine,
      knex: shaky,
      generation,
      pollMs: 5,
      retryMs: 5,
    });
    await eventually(async () =>
      expect(await knex('judgements')).toMatchObject([{ generation }]),
    );
    await engine.stop();
    expect(calls).toBeGreaterThan(2);
  });

  it('looks at all usages while somebody asks for one without end', async () => {
    portal.work = async () => [];
    await portal.look(entities());
    const asked = await knex('usages').where('entity_ref', 'like', '%/a');
    const resolved: string[] = [];
    const client = portal.engine.looker;
    const again = () =>
      knex('work')
        .where({ usage_id: asked[0].id })
        .update({ next_at: portal.clock.now().toISOString(), priority: 1 });
    await again();
    const engine = startEngine({
      ...portal.engine,
      concurrency: 1,
      pollMs: 5,
      looker: {
        collect: client.collect.bind(client),
        async resolve(reference) {
          resolved.push(reference.repository);
          // Asked again while the look is under way, so that it is due at once when it ends.
          portal.clock.advance(0.001);
          await again();
          return client.resolve(reference);
        },
      },
    });
    await eventually(async () => expect(new Set(resolved).size).toBe(3));
    await engine.stop();
  });
});
