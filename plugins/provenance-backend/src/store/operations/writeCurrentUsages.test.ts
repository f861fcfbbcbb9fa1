import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { untilSomebodyWaits } from '../../__testUtils__/untilSomebodyWaits';
import {
  at,
  declared,
  entityRef,
  judgementOf,
  sync,
} from '../../__testUtils__/fixtures';
import { isPostgres } from '../dialect';
import { writeJudgement } from './writeJudgement';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@countersign/backstage-plugin-provenance-backend',
  'migrations',
);
/** Who signed refers to the lists, so that it goes first and comes last. */
const migrations = ['20261121060000_lists.js', '20261121093000_signers.js'];

async function judge(
  knex: Knex,
  usageId: string,
  judgement = judgementOf('trusted', 'accepted'),
  before: (trx: Knex.Transaction) => Promise<unknown> = async () => {},
) {
  await knex.transaction(async trx => {
    await writeJudgement({
      ...{ trx, usageId, judgement, generation: 'g1', now: at(5) },
      lastCheckedAt: at(5),
    });
    await before(trx);
  });
}

describe.each(databases.eachSupportedId())(
  'current usages on %s',
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    const rows = () => knex('current_usages').orderBy('usage_id');

    it('follow state and judgement', async () => {
      const [id] = await sync(knex, [declared()]);
      expect(await rows()).toMatchObject([
        {
          usage_id: id,
          verdict: 'inconclusive',
          reference: 'ghcr.io/acme/payments:1',
          since: at(0),
          last_checked_at: '',
        },
      ]);
      const reconsiderAt = at(60);
      const freshness = { status: 'fresh', provenAt: at(5) } as const;
      const changes = { reconsiderAt, freshness };
      await judge(knex, id, judgementOf('trusted', 'accepted', changes));
      expect(await rows()).toMatchObject([
        {
          verdict: 'trusted',
          strictness: 0,
          freshness: 'fresh',
          reconsider_at: reconsiderAt,
          since: at(5),
          last_checked_at: at(5),
        },
      ]);
      const reference = 'ghcr.io/acme/payments:2';
      await sync(knex, [declared({ reference })], { now: at(6) });
      expect(await rows()).toMatchObject([
        { reference, verdict: 'inconclusive', last_checked_at: at(5) },
      ]);
    });

    it('are those that hold', async () => {
      const [id] = await sync(knex, [declared()]);
      await sync(knex, [], { now: at(1) });
      expect(await rows()).toEqual([]);
      await judge(knex, id);
      expect(await rows()).toEqual([]);
      await sync(knex, [declared()], { now: at(2) });
      expect(await rows()).toHaveLength(1);
    });

    it('come over from the release before', async () => {
      const dev = { ...declared().identity, environment: 'dev' };
      const [id] = await sync(knex, [declared(), declared({ identity: dev })]);
      const freshness = { status: 'fresh', provenAt: at(5) } as const;
      await judge(
        knex,
        id,
        judgementOf('untrusted', 'signer-not-accepted', {
          ...{ decision: 'deny', freshness, reconsiderAt: at(60) },
        }),
      );
      const before = await rows();
      expect(before).toHaveLength(2);
      for (const name of [...migrations].reverse())
        await knex.migrate.down({ directory, name } as never);
      expect(await knex.schema.hasTable('current_usages')).toBe(false);
      for (const name of migrations)
        await knex.migrate.up({ directory, name } as never);
      expect(await rows()).toEqual(before);
    });

    it('do not come back where a late verdict meets the end of a usage', async () => {
      // SQLite has one writer: the second waits for the first by itself.
      if (!isPostgres(knex)) return;
      const [id] = await sync(knex, [declared()]);
      let ended: Promise<unknown> = Promise.resolve();
      await judge(knex, id, undefined, async trx => {
        ended = sync(knex, [], { entityRef, now: at(6) });
        await untilSomebodyWaits(trx);
      });
      await ended;
      expect(await rows()).toEqual([]);

      await sync(knex, [declared()], { now: at(7) });
      let judged: Promise<unknown> = Promise.resolve();
      await knex.transaction(async trx => {
        await trx('judgements').where({ usage_id: id }).forUpdate().first();
        judged = judge(knex, id);
        await untilSomebodyWaits(trx);
        await trx('usage_states').update({ valid_to: at(8) });
        await trx('current_usages').delete();
      });
      await judged;
      expect(await rows()).toEqual([]);
    });
  },
);
