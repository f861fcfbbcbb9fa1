import { mockServices } from '@backstage/backend-test-utils';
import type { AuthorityStatus } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import {
  at,
  declared,
  ManualClock,
  registryDown,
  sync,
} from '../__testUtils__/fixtures';
import { ownGauges, sharedGauges } from './gauges';
import { noMetrics, type Metrics } from './services';
import { readFullState } from './HealthState';
import { presentState } from './presentState';
import { startHealth } from './startHealth';

jest.setTimeout(60_000);

const allowed = ['ghcr.io', 'registry.acme.internal', 'files.acme.internal'];

type Callback = Parameters<
  ReturnType<Metrics['createObservableGauge']>['addCallback']
>[0];

/** What a collector gets, as `name{label=value}`. */
function collector() {
  const callbacks = new Map<string, Callback>();
  const metrics: Metrics = {
    ...noMetrics,
    createObservableGauge: name => ({
      addCallback: callback => callbacks.set(name, callback as Callback),
      removeCallback: () => undefined,
    }),
  };
  const collect = async () => {
    const seen: Record<string, number> = {};
    const collected = [...callbacks].map(([name, callback]) =>
      callback({
        observe(value, labels = {}) {
          const [label] = Object.entries(labels);
          seen[label ? `${name}{${label.join('=')}}` : name] = value;
        },
      }),
    );
    await Promise.all(collected);
    return seen;
  };
  return { metrics, collect };
}

const hostRow = (host: string, changes: object = {}) => ({
  host,
  failures: 0,
  failing_since: null,
  down_since: null,
  cause: null,
  next_try_at: null,
  probing_until: null,
  last_answer_at: at(0),
  ...changes,
});

const failing = {
  failures: 1,
  failing_since: at(3),
  cause: JSON.stringify(registryDown),
};

const down = { ...failing, down_since: at(3), next_try_at: at(9) };

const replicaRow = (id: string, changes: object = {}) => ({
  id,
  content_hash: 'h',
  content: '{}',
  generation: 1,
  why: null,
  version: '0.1.0',
  started_at: at(0),
  last_seen_at: at(5),
  ...changes,
});

describe.each(databases.eachSupportedId())('startHealth on %s', databaseId => {
  let knex: Knex;
  let clock: ManualClock;
  let time: number;
  const authorities: AuthorityStatus[] = [];

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    clock = new ManualClock(at(5));
    time = 0;
  });

  function start() {
    const { metrics, collect } = collector();
    const engine = startHealth({
      knex,
      clock,
      metrics,
      logger: mockServices.logger.mock(),
      trust: { statuses: () => authorities },
      hosts: [...allowed, 'ghcr.io'],
      elapsed: () => time,
    });
    return { collect, engine };
  }

  /** Three usages, of which one is being looked at; two are due since the first and since the second minute. */
  async function queue() {
    const ids = await sync(
      knex,
      ['dev', 'staging', 'prod'].map(environment =>
        declared({ identity: { ...declared().identity, environment } }),
      ),
    );
    const work = (id: string, row: object) =>
      knex('work').where({ usage_id: id }).update(row);
    await work(ids[0], { next_at: at(0), leased_until: at(6) });
    // Its lease has ended: whoever held it is dead, and it is due again.
    await work(ids[1], { next_at: at(1), leased_until: at(4) });
    await work(ids[2], { next_at: at(2) });
    return ids;
  }

  it('says that nothing lags where nothing was ever done', async () => {
    const { collect, engine } = start();
    expect(await collect()).toEqual({
      'provenance.queue.depth{state=due}': 0,
      'provenance.queue.depth{state=running}': 0,
      'provenance.queue.oldest_due': 0,
      'provenance.outbox.depth{state=waiting}': 0,
      'provenance.outbox.depth{state=unsent}': 0,
      'provenance.outbox.oldest{state=waiting}': 0,
      'provenance.outbox.oldest{state=unsent}': 0,
      'provenance.log.head': 0,
      'provenance.log.unsealed': 0,
      'provenance.replicas{status=active}': 0,
      'provenance.replicas{status=behind}': 0,
      'provenance.replicas{status=silent}': 0,
      'provenance.replicas{status=skewed}': 0,
      'provenance.authorities{status=loaded}': 0,
      'provenance.authorities{status=missing}': 0,
    });
    expect(await engine()).toMatchObject({
      at: at(5),
      work: { usages: 0, running: 0, due: 0 },
      hosts: [],
      replicas: [],
    });
  });

  it('says what is due, since when, and what is being looked at', async () => {
    await queue();
    const { collect, engine } = start();
    expect(await collect()).toMatchObject({
      'provenance.queue.depth{state=due}': 2,
      'provenance.queue.depth{state=running}': 1,
      'provenance.queue.oldest_due': 240,
    });
    expect((await engine())?.work).toMatchObject({
      ...{ usages: 3, running: 1, due: 2 },
      oldestDueAt: at(1),
    });
  });

  it('counts the looks of the last hour by what they led to', async () => {
    const [looked, before] = await queue();
    const verdict = { verdict: 'trusted', last_checked_at: at(4) };
    for (const table of ['judgements', 'current_usages']) {
      await knex(table).where({ usage_id: looked }).update(verdict);
      await knex(table)
        .where({ usage_id: before })
        .update({ last_checked_at: at(-56) });
    }
    expect((await start().engine())?.work.lookedLastHour).toEqual({
      trusted: 1,
      untrusted: 0,
      unsigned: 0,
      inconclusive: 0,
    });
  });

  it('S5.1 says which host is down since when and why, and when it is tried again', async () => {
    await knex('hosts').insert([
      hostRow('ghcr.io'),
      hostRow('registry.acme.internal', down),
      hostRow('files.acme.internal', failing),
    ]);
    const { collect, engine } = start();
    expect((await engine())?.hosts).toEqual([
      {
        host: 'files.acme.internal',
        status: 'failing',
        since: at(3),
        cause: registryDown,
        lastAnswerAt: at(0),
      },
      { host: 'ghcr.io', status: 'up', lastAnswerAt: at(0) },
      {
        host: 'registry.acme.internal',
        status: 'down',
        since: at(3),
        cause: registryDown,
        nextTryAt: at(9),
        lastAnswerAt: at(0),
      },
    ]);
    expect(await collect()).toMatchObject({
      'provenance.host.up{host=ghcr.io}': 1,
      'provenance.host.up{host=files.acme.internal}': 0,
      'provenance.host.up{host=registry.acme.internal}': 0,
    });
  });

  it('S12.1 puts no host into a label that configuration does not allow', async () => {
    await knex('hosts').insert(hostRow('stranger.example', down));
    const { collect, engine } = start();
    const names = Object.keys(await collect());
    expect(names.filter(name => name.includes('host'))).toEqual([]);
    expect((await engine())?.hosts).toEqual([]);
  });

  it('S6.3 says which replica is behind and why', async () => {
    await knex('generations').insert({
      number: 2,
      content_hash: 'h',
      content: '{}',
      occasion: 'start',
      proposed_by: 'new',
      proposed_at: at(4),
    });
    const why = 'its verifier is older';
    await knex('replicas').insert([
      replicaRow('new', { generation: 2 }),
      replicaRow('old', { generation: null, why }),
      replicaRow('gone', { generation: 2, last_seen_at: at(3) }),
    ]);
    const { collect, engine } = start();
    const status = await engine();
    expect(status?.generation).toEqual({
      number: 2,
      occasion: 'start',
      proposedAt: at(4),
    });
    const byId = status?.replicas.map(({ id, ...one }) => [id, one]);
    expect(Object.fromEntries(byId ?? [])).toMatchObject({
      new: { status: 'active' },
      old: { status: 'behind', why },
      gone: { status: 'silent' },
    });
    expect(await collect()).toMatchObject({
      'provenance.replicas{status=active}': 1,
      'provenance.replicas{status=behind}': 1,
      'provenance.replicas{status=silent}': 1,
    });
  });

  it('S7.1 says whose clock is wrong, by the clock that all share', async () => {
    await knex('replicas').insert([
      replicaRow('right', { last_seen_at: at(4) }),
      replicaRow('ahead', { last_seen_at: at(60) }),
      replicaRow('gone', { last_seen_at: at(2) }),
    ]);
    const stateOf = async (own: number, theirs?: number) => {
      const databaseClock =
        theirs === undefined ? undefined : async () => new Date(at(theirs));
      const now = new Date(at(own));
      const { clockAheadMs, replicas } = presentState(
        await readFullState({ knex, now, hosts: [], databaseClock }),
      );
      const states = replicas.map(({ id, status }) => [id, status]);
      return [clockAheadMs, Object.fromEntries(states)];
    };
    const states = { right: 'behind', ahead: 'skewed', gone: 'silent' };
    expect(await stateOf(4, 4)).toEqual([undefined, states]);
    expect(await stateOf(4)).toEqual([undefined, states]);
    // Whoever answers is the one whose clock is wrong.
    expect(await stateOf(60, 4)).toEqual([56 * 60_000, states]);
    expect(await stateOf(-60, 4)).toEqual([-64 * 60_000, states]);
  });

  it('says how far telling and sealing are behind', async () => {
    await knex('outbox').insert({
      topic: 't',
      cause: 'c',
      subject: 's',
      happened_at: at(4),
    });
    await knex('log_head').update({ sequence: 7, hash: 'abc' });
    await knex('log_entries').insert({
      kind: 'transition',
      at: at(4),
      content: '{}',
      content_salt: 's',
      content_commitment: 'c',
    });
    const { collect, engine } = start();
    expect(await collect()).toMatchObject({
      'provenance.outbox.depth{state=waiting}': 1,
      'provenance.outbox.oldest{state=waiting}': 60,
      'provenance.log.head': 7,
      'provenance.log.unsealed': 1,
    });
    expect(await engine()).toMatchObject({
      outbox: { waiting: 1, oldestWaitingAt: at(4), unsent: 0 },
      log: {
        ...{ sequence: 7, hash: 'abc' },
        ...{ unsealed: 1, oldestUnsealedAt: at(4) },
      },
    });
  });

  it('asks the database a bounded number of times, however often the numbers are collected', async () => {
    const { collect } = start();
    await collect();
    const queries: string[] = [];
    knex.on('query', ({ sql }: { sql: string }) => queries.push(sql));
    await Promise.all(Array.from({ length: 20 }, collect));
    expect(queries).toEqual([]);
    time = 15_000;
    await Promise.all(Array.from({ length: 20 }, collect));
    expect(queries.length).toBeGreaterThan(0);
    expect(queries.length).toBeLessThan(10);
  });

  it('says nothing of the engine while the database is away, and fails nobody', async () => {
    const { collect, engine } = start();
    await knex.destroy();
    expect(await engine()).toBeUndefined();
    expect(await collect()).toEqual({
      'provenance.authorities{status=loaded}': 0,
      'provenance.authorities{status=missing}': 0,
    });
    await knex.initialize();
  });
});

describe('gauges', () => {
  it('have names of their own', () => {
    const names = [...sharedGauges, ...ownGauges].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
