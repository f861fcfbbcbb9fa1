import { databases, migratedDatabase } from '../__testUtils__/databases';
import {
  at,
  declared,
  entityRef,
  judgementOf,
  ManualClock,
  sync,
} from '../__testUtils__/fixtures';
import { syncEntities } from '../store';
import { writeJudgement } from '../store/operations/writeJudgement';
import { StoredUsageService } from './StoredUsageService';

jest.setTimeout(60_000);

const everything = { type: 'some' } as const;

/** Somebody breaks their entity on purpose, deploys something else, and the catalog goes on showing the good reference. */
describe.each(databases.eachSupportedId())(
  'S6.1 an entity that the catalog cannot process, on %s',
  databaseId => {
    it('is stale by name in details, lists and filters, until it is mended', async () => {
      const knex = await migratedDatabase(databaseId);
      const clock = new ManualClock();
      const [id] = await sync(knex, [declared()]);
      const provenAt = clock.now().toISOString();
      const judgement = judgementOf('trusted', 'accepted', {
        freshness: { status: 'fresh', provenAt },
      });
      await knex.transaction(trx =>
        writeJudgement({
          ...{ trx, usageId: id, judgement, generation: 'g1', now: at(1) },
          lastCheckedAt: provenAt,
        }),
      );
      const usages = new StoredUsageService({
        ...{ knex, clock, inForce: evidence => evidence },
      });
      const facts = { entityRef, kind: 'component', hints: [] };
      const keep = (problem?: string) =>
        syncEntities({ knex, entities: [{ ...facts, problem }], now: at(2) });
      const of = async (freshness: 'fresh' | 'stale' | 'none') =>
        (await usages.list({ freshness: [freshness] }, everything)).totalItems;

      await keep();
      expect((await usages.get(id, everything)).freshness.status).toBe('fresh');
      expect([await of('fresh'), await of('stale')]).toEqual([1, 0]);

      await keep('spec.owner must be a text');
      const expected = {
        verdict: 'trusted',
        entityProblem: 'spec.owner must be a text',
        freshness: { status: 'stale', provenAt, cause: 'entity-problem' },
      };
      expect(await usages.get(id, everything)).toMatchObject(expected);
      expect(await usages.list({}, everything)).toMatchObject({
        items: [expected],
      });
      expect([await of('fresh'), await of('stale'), await of('none')]).toEqual([
        ...[0, 1, 0],
      ]);

      await keep();
      const mended = await usages.get(id, everything);
      expect(mended.freshness.status).toBe('fresh');
      expect(mended.entityProblem).toBeUndefined();
    });
  },
);
