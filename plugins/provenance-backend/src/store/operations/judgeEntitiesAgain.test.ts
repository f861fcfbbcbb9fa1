import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { syncAll, usageOf } from '../../__testUtils__/engineOver';
import { at } from '../../__testUtils__/fixtures';
import { forgetEntities } from './forgetEntities';
import { readCurrentUsages } from './readCurrentUsages';
import { readKnowledge } from './readKnowledge';
import { syncEntities, type EntityFacts } from './syncEntities';

jest.setTimeout(60_000);

const facts: EntityFacts = {
  entityRef: 'component:default/app',
  ...{ kind: 'component', type: 'service', hints: [] },
  ...{ owner: 'group:default/a', system: 'system:default/s' },
  stampedRepository: 'https://github.com/acme/app',
  ...{ lifecycle: 'production', labels: { tier: 'one', constructor: 'x' } },
};

describe.each(databases.eachSupportedId())(
  'the words of an entity on %s',
  databaseId => {
    let knex: Knex;
    let ids: string[];

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      ids = await syncAll(knex, [usageOf('app'), usageOf('other')]);
    });

    /** As after a look: nothing is due, and somebody else holds the lease. */
    async function settle() {
      await knex('work').update({
        ...{ next_at: at(60), look_at: at(60), judge_at: null },
        ...{ leased_until: at(30), ticket: 'before' },
      });
      await knex('judgements').update({ revision: 7 });
    }

    async function isJudgedAgain(now: string) {
      const [work, other] = await Promise.all(
        ids.map(id => knex('work').where({ usage_id: id }).first()),
      );
      const { revision } = await knex('judgements')
        .where({ usage_id: ids[0] })
        .first();
      expect(other).toMatchObject({ ticket: 'before', next_at: at(60) });
      expect(work.look_at).toBe(at(60));
      if (revision === 7) {
        expect(work).toMatchObject({ ticket: 'before', next_at: at(60) });
        return false;
      }
      expect(work).toMatchObject({
        ...{ judge_at: now, next_at: now, leased_until: null },
      });
      expect(work.ticket).not.toBe('before');
      return true;
    }

    async function keep(change: Partial<EntityFacts>) {
      await settle();
      await syncEntities({
        knex,
        entities: [{ ...facts, ...change }],
        now: at(5),
      });
      return isJudgedAgain(at(5));
    }

    it('are read with the usage, and are not known before', async () => {
      const [id] = ids;
      const read = async () => [
        (await readCurrentUsages({ knex, ids: [id] }))[0].entity,
        (await readKnowledge({ knex, usageId: id }))?.current.entity,
      ];
      expect(await read()).toEqual([undefined, undefined]);
      await syncEntities({ knex, entities: [facts], now: at(1) });
      const { entityRef: _, hints: __, ...words } = facts;
      expect(await read()).toEqual([words, words]);
      const few = { entityRef: facts.entityRef, kind: 'component', hints: [] };
      await syncEntities({ knex, entities: [few], now: at(2) });
      expect(await read()).toEqual([
        { kind: 'component' },
        { kind: 'component' },
      ]);
    });

    it('have its usages judged again where one changed, whatever else did', async () => {
      expect(await keep({})).toBe(true);
      expect(await keep({})).toBe(false);
      expect(await keep({ problem: 'frozen', hints: ['x'] })).toBe(false);
      expect(await keep({ labels: { constructor: 'x', tier: 'one' } })).toBe(
        false,
      );
      for (const change of [
        { labels: { tier: 'two' } },
        { stampedRepository: 'https://github.com/evil/app' },
        { stampedRepository: undefined },
        { labels: undefined },
        { labels: undefined, lifecycle: undefined },
        { labels: undefined, system: 'system:default/t' },
        { type: 'library' },
        { owner: undefined },
      ] as Partial<EntityFacts>[])
        expect([change, await keep(change)]).toEqual([change, true]);
    });

    it('are not known any more once it is forgotten, and its usages are judged again', async () => {
      await keep({});
      await settle();
      const entityRefs = [facts.entityRef];
      await forgetEntities({ knex, entityRefs, now: at(6) });
      expect(await isJudgedAgain(at(6))).toBe(false);
      await forgetEntities({ knex, entityRefs, now: at(7) });
      expect(await isJudgedAgain(at(7))).toBe(true);
      const [{ entity }] = await readCurrentUsages({ knex, ids: [ids[0]] });
      expect(entity).toBeUndefined();
    });
  },
);
