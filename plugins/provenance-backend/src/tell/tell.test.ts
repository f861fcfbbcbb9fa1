import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type {
  Alert,
  AlertSink,
} from '@countersign/backstage-plugin-provenance-node';
import type { ReasonCode, Verdict } from '@countersign/domain';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { eventually } from '../__testUtils__/eventually';
import {
  declared,
  digestOf,
  judgementOf,
  ManualClock,
  sync,
} from '../__testUtils__/fixtures';
import {
  claimMessages,
  finishMessage,
  readOutboxLag,
  writeMessages,
} from '../store';
import { noteHostDown } from '../store/operations/noteHostDown';
import { writeFindings } from '../store/operations/writeFindings';
import { writeJudgement } from '../store/operations/writeJudgement';
import { deliver } from './deliver';
import { startTelling, tellOnce } from './startTelling';
import type { TellContext } from './TellContext';
import type { Draft } from './withinLimits';

jest.setTimeout(60_000);

const security = 'group:default/security';
const operators = 'group:default/operators';
const owner = 'group:default/payments';
const day = 24 * 60;

/** Keeps what arrives by id, as notifications do. */
class FakeSink implements AlertSink {
  readonly attempts: Alert[] = [];
  readonly kept = new Map<string, Alert>();
  failing = false;
  /** Arrives, and the sender never hears of it. */
  cutOff = false;

  constructor(readonly name = 'fake') {}

  async send(alert: Alert): Promise<void> {
    this.attempts.push(alert);
    if (this.failing) throw new Error('the sink is away');
    this.kept.set(alert.id, alert);
    if (this.cutOff) throw new Error('the connection was reset');
  }

  get told() {
    return [...this.kept.values()].map(({ topic, recipients }) => [
      topic,
      ...recipients,
    ]);
  }
}

/** To somebody of its own, who is told no more than this. */
const draftOf = (id: string): Draft => ({
  rows: [],
  scope: id,
  alert: {
    ...{ id, topic: 'distrusted', severity: 'critical' },
    ...{ recipients: [`user:default/${id}`], title: 'x', description: 'x' },
    at: '2026-11-20T00:00:00.000Z',
  },
});

const entity = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name },
  relations: [{ type: 'ownedBy', targetRef: owner }],
});

describe.each(databases.eachSupportedId())('telling on %s', databaseId => {
  let knex: Knex;
  let clock: ManualClock;
  let sink: FakeSink;
  let context: TellContext;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    clock = new ManualClock();
    sink = new FakeSink();
    context = contextWith([sink]);
  });

  function contextWith(
    sinks: AlertSink[],
    catalog: TellContext['catalog'] = catalogServiceMock({
      entities: [entity('payments'), entity('cards')],
    }),
  ): TellContext {
    return {
      ...{ knex, clock, sinks, catalog },
      auth: mockServices.auth(),
      logger: mockServices.logger.mock(),
      settings: {
        owners: true,
        security: [security],
        operators: [operators],
        windowMs: 3_600_000,
        giveUpMs: day * 60_000,
      },
    };
  }

  const now = () => clock.now().toISOString();

  /** Usages that run a digest, in as many environments. */
  async function usages(count = 1, digest = digestOf('a')): Promise<string[]> {
    const ids = await sync(
      knex,
      Array.from({ length: count }, (_, i) => {
        const { identity, ...rest } = declared();
        return { identity: { ...identity, environment: `e${i}` }, ...rest };
      }),
      { now: now() },
    );
    await knex('usage_states').whereIn('usage_id', ids).update({ digest });
    return ids;
  }

  async function judge(
    usageId: string,
    verdict: Verdict,
    code: ReasonCode,
    generation = 'g1',
  ) {
    const judgement = judgementOf(verdict, code);
    await knex.transaction(trx =>
      writeJudgement({ trx, usageId, judgement, generation, now: now() }),
    );
  }

  const vanished = (usageId: string, trx: Knex.Transaction) =>
    writeFindings({
      ...{ trx, usageId, now: now() },
      codes: ['signature-vanished'],
      standing: ['b', 'c'].map(character => ({
        code: 'signature-vanished',
        about: digestOf(character),
      })),
    });

  /** Usages that were trusted a day after the portal began, so that nothing is a first look. */
  async function trusted(count = 1): Promise<string[]> {
    const ids = await usages(count);
    for (const id of ids) await judge(id, 'trusted', 'accepted');
    clock.advance(day + 1);
    return ids;
  }

  /** Lets the outbox come to rest, and tells. */
  async function tell(minutes = 1, by = context) {
    clock.advance(minutes);
    return tellOnce(by);
  }

  it('tells owner and security that a signature vanished, once for all that vanished at once', async () => {
    const [id] = await trusted();
    await knex.transaction(trx => vanished(id, trx));
    await judge(id, 'unsigned', 'signature-vanished');
    await tell();
    expect(sink.told).toEqual([
      ['signature-vanished', security],
      ['signature-vanished', owner],
    ]);
    clock.advance(120);
    await knex.transaction(trx => vanished(id, trx));
    await tell();
    expect(sink.attempts).toHaveLength(2);
  });

  it('S2.4 tells owner and security that a bound name belongs to another repository, once', async () => {
    const [id] = await trusted();
    const changed = () =>
      knex.transaction(trx =>
        writeFindings({
          ...{ trx, usageId: id, now: now() },
          codes: ['repository-identity-changed', 'unaccepted-signers'],
          standing: [
            {
              code: 'repository-identity-changed',
              about: 'https://github.com/acme/payments',
              ...{ old: 'id 1', new: 'id 2' },
            },
            { code: 'unaccepted-signers', about: '', new: 'somebody' },
          ],
        }),
      );
    await changed();
    await tell();
    expect(sink.told).toEqual([
      ['repository-identity-changed', security],
      ['repository-identity-changed', owner],
    ]);
    clock.advance(120);
    await changed();
    await tell();
    expect(sink.attempts).toHaveLength(2);
  });

  it('tells that a tag moved from something trusted to something unsigned, also where the look came later', async () => {
    const [id] = await trusted();
    const next = digestOf('d');
    await knex('usage_states').update({ digest: next, valid_from: now() });
    await knex.transaction(trx =>
      writeFindings({
        ...{ trx, usageId: id, codes: [], now: now() },
        standing: [
          { code: 'tag-moved', about: 'x', old: digestOf('a'), new: next },
        ],
      }),
    );
    await judge(id, 'inconclusive', 'registry-unreachable');
    await tell();
    expect(sink.told).toEqual([]);
    await judge(id, 'unsigned', 'nothing-found');
    await tell();
    expect(sink.told).toEqual([
      ['moved-to-unsigned', security],
      ['moved-to-unsigned', owner],
    ]);
  });

  it.each([
    ['trusted for longer than transitions are kept', false],
    ['that nobody could look at since', true],
  ])('S10.3 tells that a tag moved of a usage %s', async (_, isOut) => {
    const [id] = await trusted();
    if (isOut) await judge(id, 'inconclusive', 'registry-unreachable');
    // Retention removes what is old, and leaves what came later.
    await knex('transitions').where({ verdict: 'trusted' }).delete();
    clock.advance(day);
    const next = digestOf('d');
    await knex('usage_states').update({ digest: next, valid_from: now() });
    await knex.transaction(trx =>
      writeFindings({
        ...{ trx, usageId: id, codes: [], now: now() },
        standing: [
          { code: 'tag-moved', about: 'x', old: digestOf('a'), new: next },
        ],
      }),
    );
    await judge(id, 'unsigned', 'nothing-found');
    await tell();
    expect(sink.told).toEqual([
      ['moved-to-unsigned', security],
      ['moved-to-unsigned', owner],
    ]);
  });

  it('tells of no move where a change of rules came days after the tag had moved to something trusted', async () => {
    const [id] = await trusted();
    const next = digestOf('d');
    await knex('usage_states').update({ digest: next, valid_from: now() });
    await knex.transaction(async trx => {
      await writeFindings({
        ...{ trx, usageId: id, codes: [], now: now() },
        standing: [
          { code: 'tag-moved', about: 'x', old: digestOf('a'), new: next },
        ],
      });
      await writeJudgement({
        ...{ trx, usageId: id, generation: 'g1', now: now() },
        judgement: judgementOf('trusted', 'accepted'),
        lastCheckedAt: now(),
      });
    });
    clock.advance(day);
    await judge(id, 'untrusted', 'signer-not-accepted', 'g2');
    await tell();
    expect(sink.told).toEqual([]);
  });

  it('keeps nothing of a change that was rolled back', async () => {
    const [id] = await trusted();
    const attempt = knex.transaction(async trx => {
      await vanished(id, trx);
      throw new Error('the process ends here');
    });
    await expect(attempt).rejects.toThrow('the process ends here');
    expect(await knex('outbox')).toEqual([]);
  });

  it('makes one message of one root cause on forty usages, and the next one a window later', async () => {
    const ids = await trusted(40);
    for (const id of ids.slice(0, 30))
      await judge(id, 'untrusted', 'signature-invalid');
    await tell();
    expect(sink.told).toEqual([
      ['signature-invalid', security],
      ['signature-invalid', owner],
    ]);
    expect(sink.attempts[0].description).toContain('and 25 more');
    for (const id of ids.slice(30))
      await judge(id, 'untrusted', 'signature-invalid');
    await tell(58);
    expect(sink.attempts).toHaveLength(2);
    await tell(3);
    expect(sink.attempts).toHaveLength(4);
    expect(sink.attempts[2].description).toContain('and 5 more');
    expect(await knex('outbox').whereNull('told_at')).toEqual([]);
  });

  it('makes one summary of the first discovery, for security alone', async () => {
    const ids = await usages(60);
    for (const [i, id] of ids.entries())
      await judge(id, 'untrusted', i % 2 ? 'distrusted' : 'signature-invalid');
    await tell();
    expect(sink.told).toEqual([['first-look', security]]);
    expect(sink.attempts[0].title).toBe('First look: 60 usages need attention');
    await tell(day);
    expect(sink.attempts).toHaveLength(1);
  });

  it('tells the owner too of what is new in a portal that is not', async () => {
    await trusted();
    const ids = await sync(knex, [
      declared(),
      declared({ identity: { ...declared().identity, environment: 'new' } }),
    ]);
    await judge(ids[1], 'untrusted', 'wrong-authority');
    await tell();
    expect(sink.told).toEqual([
      ['first-look', security],
      ['first-look', owner],
    ]);
  });

  it('makes one message of a change of configuration that flips hundreds', async () => {
    const ids = await trusted(110);
    for (const [i, id] of ids.entries()) {
      await knex('usage_states')
        .where({ usage_id: id })
        .update({ digest: digestOf(String(i % 10)) });
      await judge(id, 'untrusted', 'wrong-authority', 'g2');
    }
    await tell();
    expect(sink.told).toEqual([
      ['configuration-change', security],
      ['configuration-change', owner],
    ]);
  });

  it('tells only the operators of an outage, once a host', async () => {
    const [id] = await trusted();
    const goesDown = (host: string) =>
      knex.transaction(trx =>
        noteHostDown({ trx, host, code: 'registry-unreachable', now: now() }),
      );
    await goesDown('ghcr.io');
    await goesDown('quay.io');
    await judge(id, 'inconclusive', 'registry-unreachable');
    await tell();
    await goesDown('ghcr.io');
    await tell();
    expect(sink.told).toEqual([
      ['host-down', operators],
      ['host-down', operators],
    ]);
    expect(sink.attempts.map(({ title }) => title)).toEqual([
      'The registry does not answer: ghcr.io',
      'The registry does not answer: quay.io',
    ]);
  });

  describe('where telling fails', () => {
    beforeEach(async () => {
      const [id] = await trusted();
      await judge(id, 'untrusted', 'signature-invalid');
    });

    it('sends again later and later what a sink did not take, and never twice what it did', async () => {
      sink.failing = true;
      expect(await tell()).toBe(true);
      expect(sink.attempts).toHaveLength(2);
      await tell(0.5);
      expect(sink.attempts).toHaveLength(2);
      await tell(0.5);
      expect(sink.attempts).toHaveLength(4);
      await tell(1);
      expect(sink.attempts).toHaveLength(4);
      sink.failing = false;
      await tell(1);
      expect(sink.told).toHaveLength(2);
      await tell(day / 2);
      expect(sink.attempts).toHaveLength(6);
    });

    it('gives up in the end, and says so', async () => {
      sink.failing = true;
      for (let hours = 0; hours < 26; hours++) await tell(60);
      const attempts = sink.attempts.length;
      expect(context.logger.error).toHaveBeenCalledWith(
        expect.stringMatching(
          /^gave up telling "The signature does not fit.* to 1 recipients by fake: Error$/,
        ),
      );
      expect(await readOutboxLag({ knex })).toEqual({ waiting: 0, unsent: 0 });
      sink.failing = false;
      await tell(60);
      expect(sink.attempts).toHaveLength(attempts);
    });

    it('S10.1 names nobody in the log of the backend, whatever a sink says about its failure', async () => {
      const said = `user:default/ann of ${owner} or ${security} is away`;
      const why = { code: 'ECONNRESET', cause: new Error(said) };
      sink.send = async () => {
        throw Object.assign(new Error(said), why);
      };
      for (let hours = 0; hours < 26; hours++) await tell(60);
      const { warn, error } = jest.mocked(context.logger);
      const lines = [...warn.mock.calls, ...error.mock.calls];
      expect(lines).toContainEqual([
        expect.stringMatching(/^gave up .* 1 recipients .*: Error ECONNRESET$/),
      ]);
      for (const line of lines) {
        expect(line).toHaveLength(1);
        expect(line[0]).not.toMatch(/ann|group:default|is away/);
      }
    });

    it('keeps one message of what arrived although sending failed', async () => {
      sink.cutOff = true;
      await tell();
      sink.cutOff = false;
      await tell(1);
      expect(sink.attempts).toHaveLength(4);
      expect(sink.told).toHaveLength(2);
    });

    it('lets another replica send what was claimed by one that died', async () => {
      const other = contextWith([]);
      await tell();
      expect(sink.attempts).toHaveLength(2);
      await knex('messages').update({ ended_at: null, outcome: null });
      await knex('messages').update({ attempts: 0 });
      const dead = await claimMessages({
        ...{ knex, now: clock.now(), sinks: ['fake'], limit: 10 },
        leaseMs: 60_000,
      });
      expect(dead).toHaveLength(2);
      await tell(0.9);
      await tell(0, other);
      expect(sink.attempts).toHaveLength(2);
      await tell(0.1);
      expect(sink.attempts).toHaveLength(4);
      expect(sink.kept.size).toBe(2);
    });

    it('does not let one sink hold up another', async () => {
      const broken = new FakeSink('broken');
      broken.failing = true;
      const both = contextWith([broken, sink]);
      await tell(1, both);
      expect(sink.told).toHaveLength(2);
      broken.failing = false;
      await tell(1, both);
      expect(broken.told).toHaveLength(2);
      expect(sink.attempts).toHaveLength(2);
    });

    it('waits while the catalog does not say who owns what', async () => {
      const catalog = {
        getEntitiesByRefs: () => Promise.reject(new Error('away')),
      };
      expect(await tell(1, contextWith([sink], catalog))).toBe(false);
      expect(sink.attempts).toEqual([]);
      await tell(1);
      expect(sink.told).toHaveLength(2);
    });

    it('tells security where the entity is gone', async () => {
      const catalog = catalogServiceMock({ entities: [] });
      await tell(1, contextWith([sink], catalog));
      expect(sink.told).toEqual([['signature-invalid', security]]);
    });
  });

  it('lets one of two replicas make the messages that both read the news for', async () => {
    const [id] = await trusted();
    await judge(id, 'untrusted', 'signature-invalid');
    const both = barrier(2);
    const catalog = catalogServiceMock({ entities: [entity('payments')] });
    const replica = () =>
      contextWith([sink], {
        // Between what is read and what is written.
        getEntitiesByRefs: async (...request) => {
          await both();
          return catalog.getEntitiesByRefs(...request);
        },
      });
    clock.advance(1);
    const results = await Promise.all([
      tellOnce(replica()),
      tellOnce(replica()),
    ]);
    expect(results).toEqual([true, true]);
    expect(await knex('messages')).toHaveLength(2);
    expect(sink.attempts).toHaveLength(2);
  });

  it('shares messages among replicas, each sent by one of them', async () => {
    const all = barrier(20);
    const sent: string[] = [];
    const slow: AlertSink = {
      name: 'slow',
      // Nobody is done before both replicas have claimed all that they take at once.
      async send({ id }) {
        sent.push(id);
        await all();
      },
    };
    await writeMessages({
      ...{ knex, rows: [], sinks: ['slow'], now: now(), spentAfter: now() },
      drafts: Array.from({ length: 20 }, (_, i) => draftOf(`m${i}`)),
    });
    await Promise.all([
      deliver(contextWith([slow])),
      deliver(contextWith([slow])),
    ]);
    expect(sent).toHaveLength(20);
    expect(new Set(sent).size).toBe(20);
    expect(await knex('messages').where({ outcome: 'sent' })).toHaveLength(20);
  });

  it('discards what a replica says of a message that another one took over', async () => {
    await writeMessages({
      ...{ knex, rows: [], sinks: ['fake'], now: now(), spentAfter: now() },
      drafts: [draftOf('m')],
    });
    const claim = async () => {
      const [one] = await claimMessages({
        ...{ knex, now: clock.now(), sinks: ['fake'], limit: 1 },
        leaseMs: 60_000,
      });
      return one;
    };
    const late = await claim();
    clock.advance(1);
    const current = await claim();
    const endedAt = now();
    const result = { outcome: 'given-up', endedAt } as const;
    await finishMessage({ knex, claim: late, result });
    expect(await knex('messages')).toMatchObject([
      { outcome: null, ticket: current.ticket, attempts: 2 },
    ]);
  });

  it('goes on telling until it is stopped', async () => {
    const [id] = await trusted();
    const telling = startTelling(context, 5);
    await judge(id, 'untrusted', 'signature-invalid');
    clock.advance(1);
    await eventually(async () => expect(sink.told).toHaveLength(2));
    await telling.stop();
    expect(await knex('messages').where({ outcome: 'sent' })).toHaveLength(2);
    expect(sink.attempts).toHaveLength(2);
  });

  it('writes no half of a message where another replica told a part of it', async () => {
    const ids = await trusted(2);
    for (const id of ids) await judge(id, 'untrusted', 'signature-invalid');
    clock.advance(1);
    const slow = contextWith([sink], {
      getEntitiesByRefs: async () => {
        const [first] = await knex('outbox').orderBy('id');
        await knex('outbox').where({ id: first.id }).update({ told_at: now() });
        return { items: [] };
      },
    });
    await tellOnce(slow);
    expect(await knex('messages')).toEqual([]);
    expect(await knex('outbox').whereNull('told_at')).toHaveLength(1);
  });

  it('fails nothing and keeps nothing for long where nobody brings alerts to people', async () => {
    const [id] = await trusted();
    await judge(id, 'untrusted', 'signature-invalid');
    const silent = contextWith([]);
    expect(await tell(119, silent)).toBe(true);
    expect(await knex('outbox')).toHaveLength(1);
    await tell(2, silent);
    expect(await knex('outbox')).toEqual([]);
    expect(silent.logger.error).not.toHaveBeenCalled();
  });

  it('deletes what was told some days later, and says what waits', async () => {
    const [id] = await trusted();
    await judge(id, 'untrusted', 'signature-invalid');
    const since = now();
    expect(await readOutboxLag({ knex })).toEqual({
      waiting: 1,
      oldestWaiting: since,
      unsent: 0,
    });
    await tell();
    expect(await knex('messages')).toHaveLength(2);
    await tell(day + 1);
    expect(await knex('outbox')).toEqual([]);
    expect(await knex('messages')).toEqual([]);
  });
});

/** Lets nobody pass before so many have come. */
function barrier(count: number): () => Promise<void> {
  let waiting = 0;
  let open: () => void;
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return () => {
    waiting++;
    if (waiting === count) open();
    return opened;
  };
}
