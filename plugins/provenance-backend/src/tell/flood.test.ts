import type { Alert } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { digestOf, ManualClock } from '../__testUtils__/fixtures';
import {
  ListeningSink,
  operators,
  randomFrom,
  security,
  tellContext,
  turnstile,
} from '../__testUtils__/telling';
import {
  noteHostAnswer,
  noteHostFailure,
  pruneOutbox,
  readHeld,
  writeMessages,
  writeSummary,
} from '../store';
import { noteNews } from '../store/operations/noteNews';
import { summaryFor } from './messagesFor';
import type { OutboxRow } from './OutboxRow';
import { tellOnce } from './startTelling';
import type { TellContext } from './TellContext';
import { mostMessages, mostOfOneScope, type Draft } from './withinLimits';

jest.setTimeout(120_000);

const windowMinutes = 30;
const replicas = 3;
const owners = ['group:default/payments', 'group:default/cards'];

/** Things that happened, by the names in it: each of these tests gives each event a tag of its own. */
function eventsIn({ description }: Alert): number {
  const more = /and (\d+) more/.exec(description);
  return (description.match(/ runs /g) ?? []).length + Number(more?.[1] ?? 0);
}

/** How many of these minutes lie within one window, wherever it begins. */
function mostWithin(minutes: number[]): number {
  return Math.max(
    0,
    ...minutes.map(
      from =>
        minutes.filter(at => at >= from && at < from + windowMinutes).length,
    ),
  );
}

describe.each(databases.eachSupportedId())('a flood on %s', databaseId => {
  let knex: Knex;
  let clock: ManualClock;
  let sink: ListeningSink;
  let all: TellContext[];
  let events: number;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    clock = new ManualClock();
    sink = new ListeningSink(clock);
    const meanwhile = turnstile(replicas);
    all = Array.from({ length: replicas }, () => replica(meanwhile));
    events = 0;
  });

  function replica(meanwhile?: () => Promise<void>): TellContext {
    const components = ['payments-1', 'cards-1'];
    return tellContext({
      ...{ knex, clock, sink, components, windowMinutes, meanwhile },
    });
  }

  /** A tag that somebody moved, each time to something else. */
  async function moved(name: string, image = name): Promise<void> {
    events++;
    const topic = 'moved-to-unsigned';
    await knex.transaction(trx =>
      noteNews({
        ...{ trx, now: clock.now().toISOString() },
        news: { topic, cause: `${topic}:${events}` },
        about: {
          entityRef: `component:default/${name}`,
          subject: `ghcr.io/acme/${image}:${events}`,
        },
      }),
    );
  }

  const turn = () => Promise.all(all.map(tellOnce));

  async function settle() {
    for (let i = 0; i < 4; i++) {
      clock.advance(windowMinutes);
      await turn();
    }
  }

  it('makes a few messages of a tag that moves every minute, and counts every move', async () => {
    for (let minute = 0; minute < 2 * windowMinutes; minute++) {
      await moved('payments-1');
      clock.advance(1);
      await turn();
    }
    await settle();
    for (const recipient of [security, owners[0]]) {
      const heard = sink.to(recipient);
      expect(mostWithin(heard.map(({ minute }) => minute))).toBe(
        mostOfOneScope + 1,
      );
      const told = heard.map(({ alert }) => eventsIn(alert));
      expect(told.reduce((a, b) => a + b)).toBe(events);
    }
    const [, , last] = sink.to(security);
    expect(last.alert.description).toContain('what follows may come later');
    const summary = sink
      .to(security)
      .find(({ alert }) => alert.topic === 'several');
    expect(summary?.alert).toMatchObject({
      title: expect.stringMatching(/^\d+ more events: /),
      link: '/catalog/default/component/payments-1/provenance',
    });
    expect(await knex('held_news')).toEqual([]);
  });

  it('hides nothing that happens to something else', async () => {
    for (let minute = 0; minute < 10; minute++) {
      await moved('payments-1');
      clock.advance(1);
      await turn();
    }
    const before = sink.to(security).length;
    await moved('cards-1');
    clock.advance(1);
    await turn();
    expect(sink.to(owners[1])).toHaveLength(1);
    const [news] = sink.to(security).slice(before);
    expect(news.alert.title).toBe(
      'The tag was moved to something unsigned: ghcr.io/acme/cards-1:11',
    );
  });

  it.each([1, 2, 3])(
    'never tells more than the limit and one summary, and drops nothing (order %d)',
    async seed => {
      const random = randomFrom(seed);
      const expected = [0, 0];
      for (let step = 0; step < 60; step++) {
        for (let i = Math.floor(random() * 4); i > 0; i--) {
          const team = random() < 0.7 ? 0 : 1;
          const image = `i${Math.floor(random() * 9)}`;
          await moved(team === 0 ? 'payments-1' : 'cards-1', image);
          expected[team]++;
        }
        clock.advance(random() * 3);
        await turn();
      }
      await settle();
      const counts = [security, ...owners].map(recipient => {
        const heard = sink.to(recipient);
        expect(
          mostWithin(heard.map(({ minute }) => minute)),
        ).toBeLessThanOrEqual(mostMessages + 1);
        return heard.reduce((sum, { alert }) => sum + eventsIn(alert), 0);
      });
      expect(counts).toEqual([events, ...expected]);
      expect(await knex('held_news')).toEqual([]);
      expect(await knex('outbox').whereNull('told_at')).toEqual([]);
    },
  );

  it('counts what replicas told at the same instant', async () => {
    const draftOf = (i: number): Draft => ({
      rows: [],
      scope: `s${i}`,
      alert: summaryFor(security, [rowOf(i)]),
    });
    const now = clock.now().toISOString();
    await Promise.all(
      Array.from({ length: 3 * mostMessages }, (_, i) =>
        writeMessages({
          ...{ knex, rows: [], drafts: [draftOf(i)], sinks: ['x'], now },
          spentAfter: new Date(0).toISOString(),
        }),
      ),
    );
    expect(await knex('messages')).toHaveLength(mostMessages);
    expect(await knex('tellings')).toHaveLength(mostMessages);
  });

  describe('what is held', () => {
    const sinks = ['listening'];

    /** Five moves, of which two are held. */
    async function held() {
      const one = replica();
      for (let i = 0; i < mostOfOneScope + 2; i++) {
        await moved('payments-1');
        clock.advance(1);
        await tellOnce(one);
      }
      expect(await knex('held_news').where('recipient', security)).toHaveLength(
        2,
      );
    }
    const before = () =>
      new Date(clock.now().getTime() - windowMinutes * 60_000).toISOString();
    const now = () => clock.now().toISOString();

    it('is summed up by one of two replicas that read the same', async () => {
      await held();
      clock.advance(windowMinutes);
      const one = await readHeld({ knex, before: before() });
      const two = await readHeld({ knex, before: before() });
      expect(two).toEqual(one);
      const alert = summaryFor(one!.recipient, one!.rows);
      const write = () =>
        writeSummary({ knex, held: one!, alert, sinks, now: now() });
      expect((await Promise.all([write(), write()])).sort()).toEqual([
        false,
        true,
      ]);
      expect(
        await knex('tellings').where({
          recipient: one!.recipient,
          scope: 'summary',
        }),
      ).toHaveLength(1);
    });

    it('waits for the next summary where it is more than fits into one', async () => {
      await held();
      await knex('held_news').whereNot({ recipient: security }).delete();
      clock.advance(windowMinutes);
      const first = await readHeld({ knex, before: before(), limit: 1 });
      const alert = summaryFor(security, first!.rows);
      await writeSummary({ knex, held: first!, alert, sinks, now: now() });
      clock.advance(windowMinutes - 1);
      expect(await readHeld({ knex, before: before() })).toBeUndefined();
      clock.advance(1);
      const rest = await readHeld({ knex, before: before() });
      expect(rest?.rows.map(row => row.id)).toEqual([
        (await knex('outbox').orderBy('id', 'desc').first()).id,
      ]);
    });

    it('outlives what was told, and is said to be lost where nobody could sum it up', async () => {
      await held();
      clock.advance(windowMinutes);
      const kept = { before: now(), untoldBefore: new Date(0).toISOString() };
      expect(await pruneOutbox({ knex, ...kept })).toMatchObject({ untold: 0 });
      expect(await knex('outbox')).toHaveLength(2);
      const lost = { before: now(), untoldBefore: now() };
      expect(await pruneOutbox({ knex, ...lost })).toMatchObject({ untold: 4 });
      expect(await knex('outbox')).toEqual([]);
      expect(await knex('tellings')).toEqual([]);
    });
  });

  it('S5.1 tells the operators alone of hosts that flap every minute, and not of every minute', async () => {
    const hosts = Array.from({ length: 20 }, (_, i) => `r${i}.example`);
    const cause = { code: 'registry-unreachable', origin: 'infrastructure' };
    for (let minute = 0; minute < 2 * windowMinutes; minute++) {
      const host = hosts[minute % hosts.length];
      for (const one of ['flaps.example', host]) {
        for (let failures = 0; failures < 3; failures++)
          await noteHostFailure({
            ...{ knex, host: one, now: clock.now(), waitMs: () => 1 },
            cause: { ...cause, message: 'x' } as never,
          });
        await noteHostAnswer({ knex, host: one, now: clock.now() });
      }
      clock.advance(1);
      await tellOnce(all[0]);
    }
    const flaps = await knex('outbox').where({ subject: 'flaps.example' });
    expect(flaps).toHaveLength(2 * windowMinutes);
    expect(sink.recipients).toEqual([operators]);
    const minutes = sink.to(operators).map(({ minute }) => minute);
    expect(mostWithin(minutes)).toBeLessThanOrEqual(mostMessages + 1);
    const aboutIt = sink
      .to(operators)
      .filter(({ alert }) => alert.title.endsWith(': flaps.example'));
    expect(aboutIt.length).toBeGreaterThan(0);
    expect(mostWithin(aboutIt.map(({ minute }) => minute))).toBe(1);
  });

  function rowOf(id: number): OutboxRow {
    return {
      ...{ id, topic: 'moved-to-unsigned', cause: `c${id}`, usage_id: null },
      ...{ entity_ref: 'component:default/a', subject: digestOf('a') },
      ...{ environment: null, code: null, told_at: null },
      happened_at: clock.now().toISOString(),
    };
  }
});
