import type { Collected } from '@countersign/verifier';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import {
  engineOver,
  fakeDigest,
  fakeLooker,
  sharing,
  syncAll,
  usageOf,
} from '../__testUtils__/engineOver';
import {
  at,
  collectionOf,
  entryOf,
  ManualClock,
  realMaterial,
  registryDown,
} from '../__testUtils__/fixtures';
import { requestChecks } from '../store';
import { runOnce, type EngineOptions } from './Engine';
import { lookTogether } from './lookTogether';
import { openWorkshop } from './Workshop';

jest.setTimeout(60_000);

function meansOf(engine: EngineOptions) {
  return { engine, workshop: openWorkshop(engine) };
}

/** On a busy machine one replica may have done all before the other one comes; what is asserted holds then as well. */
const longestWaitMs = 3_000;

/** Holds whoever waits at it until so many have come, or nobody does any more. */
function barrier(count: number) {
  let open = () => {};
  let left = count;
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  setTimeout(open, longestWaitMs).unref();
  return {
    opened,
    arrive() {
      if (--left <= 0) open();
      return opened;
    },
  };
}

describe.each(databases.eachSupportedId())(
  'a digest to which two replicas come, on %s',
  databaseId => {
    let knex: Knex;
    let clock: ManualClock;
    let collected: string[];
    let bothResolved: ReturnType<typeof barrier>;
    let bothAsked: ReturnType<typeof barrier>;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      clock = new ManualClock();
      collected = [];
      bothResolved = barrier(2);
      bothAsked = barrier(2);
      knex.on('query-response', (_: unknown, { sql }: { sql: string }) => {
        if (/^insert into .digest_looks/.test(sql)) bothAsked.arrive();
      });
    });

    /** Looks at one thing at a time, and begins none before the other one has resolved as well. */
    const replica = (changes: Partial<EngineOptions> = {}): EngineOptions =>
      engineOver(knex, clock, {
        concurrency: 1,
        looker: fakeLooker(clock, {
          resolve: () => bothResolved.arrive(),
          async collect(name) {
            collected.push(name);
            await bothAsked.opened;
          },
        }),
        ...changes,
      });
    const both = (one = replica(), other = replica()) =>
      Promise.all([runOnce(one), runOnce(other)]);
    const twoTags = () =>
      syncAll(knex, [...sharing(1, '1'), ...sharing(1, '2')]);
    const judged = async () =>
      (await knex('judgements')).map(row => row.reason_code);

    it('S12.1 S8.1 is collected once, for both names, and judged for each', async () => {
      await twoTags();
      await both();
      expect(collected).toHaveLength(1);
      expect(await judged()).toEqual(['nothing-found', 'nothing-found']);
      const states = await knex('usage_states');
      expect(new Set(states.map(state => state.digest))).toEqual(
        new Set([fakeDigest('ghcr.io/acme/base')]),
      );
    });

    it('is collected once in the next rounds, which begin for both names together', async () => {
      await twoTags();
      await both();
      const [one, other] = await knex('work');
      expect(one.look_at).toBe(other.look_at);
      for (let round = 2; round <= 3; round++) {
        clock.advance(4 * 60);
        // As far apart as two replicas may have been.
        await knex('work')
          .where({ usage_id: one.usage_id })
          .update({
            look_at: new Date(clock.now().getTime() - 30_000).toISOString(),
            next_at: new Date(clock.now().getTime() - 30_000).toISOString(),
          });
        bothResolved = barrier(2);
        bothAsked = barrier(2);
        await both();
        expect(collected).toHaveLength(round);
      }
    });

    it('S12.1 is collected by each where they have other credentials', async () => {
      await twoTags();
      const { looker } = replica();
      const withScope = (scope: string) =>
        replica({ looker: { ...looker, credentialScope: async () => scope } });
      await both(withScope('a'), withScope('b'));
      expect(collected).toHaveLength(2);
    });

    it('S8.1 is collected in each repository in which it lies', async () => {
      await syncAll(knex, [usageOf('one'), usageOf('other')]);
      const { looker } = replica();
      const digest = fakeDigest('the same bytes');
      const same = replica({
        looker: {
          ...looker,
          async resolve(...asked) {
            await looker.resolve(...asked);
            return digest;
          },
        },
      });
      await both(same, { ...same });
      expect(new Set(collected).size).toBe(2);
    });

    it('is collected by each for people who ask', async () => {
      const usageIds = await twoTags();
      await requestChecks({ knex, usageIds, now: at(0) });
      await both();
      expect(collected).toHaveLength(2);
    });

    it('S5.4 is collected by each where the first could not end its look', async () => {
      await twoTags();
      const { looker } = replica();
      const failing = replica({
        looker: {
          ...looker,
          async collect(...asked) {
            const { collection } = await looker.collect(...asked);
            return {
              materials: [],
              collection: {
                ...collection,
                sources: [
                  {
                    source: 'subject',
                    status: 'failed',
                    cause: registryDown,
                  },
                ],
              },
            };
          },
        },
      });
      await both(failing, { ...failing });
      expect(collected).toHaveLength(2);
      expect(await knex('digest_looks')).toEqual([]);
    });

    it('costs nothing once it is known and has no other name', async () => {
      await syncAll(knex, sharing(1));
      bothResolved = barrier(1);
      bothAsked = barrier(1);
      await runOnce(replica());
      const looks = await knex('digest_looks');
      expect(looks).toHaveLength(1);
      clock.advance(4 * 60);
      await runOnce(replica());
      expect(collected).toHaveLength(2);
      expect(await knex('digest_looks')).toEqual(looks);
    });
  },
);

describe.each(databases.eachSupportedId())('lookTogether on %s', databaseId => {
  let knex: Knex;
  let clock: ManualClock;
  let looks: number;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    clock = new ManualClock(at(10));
    looks = 0;
  });

  const material = realMaterial('a');
  const found = (): Collected => ({
    collection: collectionOf(material.digest, at(10), {
      material: [entryOf(material)],
    }),
    materials: [material],
  });
  const due = () => clock.now().getTime();
  const look = async (
    since: number | undefined = due(),
    changes: Partial<EngineOptions> = {},
  ) =>
    lookTogether(
      'key',
      since,
      async () => {
        looks++;
        return found();
      },
      meansOf(engineOver(knex, clock, changes)),
    );

  it('gives others the bytes that one has read', async () => {
    expect(await look()).toEqual(found());
    expect(await look()).toEqual(found());
    expect(looks).toBe(1);
  });

  it('goes by no look whose bytes are gone or were changed', async () => {
    await look();
    await knex('materials').update({ content: Buffer.from('x') });
    await look();
    expect(looks).toBe(2);
    await knex('materials').del();
    await look();
    expect(looks).toBe(3);
  });

  it('counts a look for nobody who fell due after it began, and for a minute at most', async () => {
    const began = due();
    await look();
    await look(began + 1);
    expect(looks).toBe(2);
    clock.advance(2);
    await look(began);
    expect(looks).toBe(3);
  });

  it('goes by no look of a clock that is ahead', async () => {
    clock.advance(5);
    await look();
    clock.advance(-5);
    await look();
    expect(looks).toBe(2);
  });

  it('takes over from who died, when the hold has ended', async () => {
    await knex('digest_looks').insert({
      ...{ key: 'other', ticket: 't', began_at: at(10) },
      held_until: at(11),
    });
    await look();
    const [mine] = await knex('digest_looks').whereNot({ key: 'other' });
    await knex('digest_looks')
      .where({ key: mine.key })
      .update({
        ...{ collection: null, held_until: at(11), ticket: 'dead' },
      });
    clock.advance(1);
    await look(due() - 60_000);
    expect(looks).toBe(2);
    expect((await look(due() - 60_000)).materials).toEqual([material]);
    expect(looks).toBe(2);
  });

  it('leaves to nobody what came after another one took over', async () => {
    const late = lookTogether(
      'key',
      due(),
      async () => {
        await knex('digest_looks').update({ ticket: 'of another' });
        return found();
      },
      meansOf(engineOver(knex, clock)),
    );
    expect(await late).toEqual(found());
    expect(await knex('digest_looks')).toMatchObject([
      { ticket: 'of another', collection: null },
    ]);
  });

  it('S6.3 leaves nothing under a generation that is not active', async () => {
    await knex('generations').insert({
      ...{ number: 1, content_hash: 'another', content: '{}' },
      ...{ occasion: 'start', proposed_by: 'x', proposed_at: at(0) },
    });
    await look();
    expect(await knex('digest_looks')).toEqual([]);
    expect(await knex('materials')).toEqual([]);
  });

  it('shares nothing between generations', async () => {
    await look();
    await look(due(), { generation: 'another' });
    expect(looks).toBe(2);
  });

  it('looks by itself where the database cannot say who looks', async () => {
    await knex.schema.dropTable('digest_looks');
    expect(await look()).toEqual(found());
    expect(looks).toBe(1);
  });

  it('leaves nothing of a look that threw, and throws what it threw', async () => {
    const thrown = lookTogether(
      'key',
      due(),
      async () => {
        throw new Error('no');
      },
      meansOf(engineOver(knex, clock)),
    );
    await expect(thrown).rejects.toThrow('no');
    expect(await knex('digest_looks')).toEqual([]);
  });

  it('keeps the last minutes alone', async () => {
    await knex('digest_looks').insert([
      { key: 'old', ticket: 't', began_at: at(4), collection: '{}' },
      { key: 'new', ticket: 't', began_at: at(6), collection: '{}' },
    ]);
    await look();
    const keys = (await knex('digest_looks')).map(row => row.key);
    expect(keys).toHaveLength(2);
    expect(keys).toContain('new');
  });
});
