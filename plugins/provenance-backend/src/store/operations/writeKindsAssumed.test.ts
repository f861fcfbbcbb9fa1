import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at, declared, sync } from '../../__testUtils__/fixtures';
import { claimDueWork } from './claimDueWork';
import { readKnowledge } from './readKnowledge';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())(
  'writeKindsAssumed on %s',
  databaseId => {
    it('S3.1 judges again from what is known when somebody names the kind, and discards what was under way', async () => {
      const knex = await migratedDatabase(databaseId);
      const unnamed = declared({ isKindAssumed: true });
      const [id] = await sync(knex, [unnamed]);
      const current = async () =>
        (await readKnowledge({ knex, usageId: id }))!.current.usage;
      expect((await current()).isKindAssumed).toBe(true);
      await claimDueWork({
        ...{ knex, leaseMs: 60_000, limit: 1 },
        now: new Date(at(1)),
      });
      const idle = { next_at: at(240), look_at: at(240), judge_at: at(240) };
      await knex('work').update({ ...idle, leased_until: null });
      const [{ ticket }] = await knex('work');
      const [before] = await knex('judgements');
      await sync(knex, [declared()], { now: at(2) });
      expect((await current()).isKindAssumed).toBeUndefined();
      const [work] = await knex('work');
      expect(work).toMatchObject({
        ...{ next_at: at(2), judge_at: at(2), look_at: at(240) },
        leased_until: null,
      });
      expect(work.ticket).not.toBe(ticket);
      expect(await knex('judgements')).toMatchObject([
        { reason_code: before.reason_code, revision: before.revision + 1 },
      ]);
      expect(await knex('usage_states')).toHaveLength(1);
      await sync(knex, [unnamed], { now: at(3) });
      expect((await current()).isKindAssumed).toBe(true);
    });
  },
);
