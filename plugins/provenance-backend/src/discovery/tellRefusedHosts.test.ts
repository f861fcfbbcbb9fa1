import type { ReasonCode } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import {
  at,
  declared,
  judgementOf,
  ManualClock,
  sync,
} from '../__testUtils__/fixtures';
import { listRefusedHosts } from '../store';
import { writeJudgement } from '../store/operations/writeJudgement';
import { mostRefusedHosts, tellRefusedHosts } from './tellRefusedHosts';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())(
  'S12.2 hosts that nobody allowed, on %s',
  databaseId => {
    let knex: Knex;
    let clock: ManualClock;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      clock = new ManualClock(at(10));
    });

    /** What an entity names, all of it judged alike. */
    async function names(
      name: string,
      references: string[],
      code: ReasonCode = 'host-not-allowed',
    ) {
      const entityRef = `component:default/${name}`;
      const usages = references.map(reference =>
        declared({
          identity: {
            entityRef,
            kind: 'container-image',
            repository: reference,
          },
          reference,
        }),
      );
      const ids = await sync(knex, usages, { entityRef });
      await knex.transaction(async trx => {
        for (const usageId of ids)
          await writeJudgement({
            ...{ trx, usageId, generation: 'g1', now: at(1) },
            judgement: judgementOf('inconclusive', code),
          });
      });
    }

    const tell = (allowed: string[] = []) =>
      tellRefusedHosts({ knex, clock, allowed });
    const findings = () =>
      knex('findings').where({ code: 'host-refused' }).orderBy('about');
    const open = async () =>
      (await findings().whereNull('closed_at')).map(row => [
        row.about,
        row.new,
      ]);

    it('are told of once each, with how much waits for them', async () => {
      await names('a', ['ghcr.io/acme/a:1', 'ghcr.io/acme/b:1']);
      await names('b', ['https://files.example/b.tgz', 'quay.io/acme/b:1']);
      await names('c', ['gcr.io/acme/c:1'], 'nothing-found');
      await tell();
      expect(await open()).toEqual([
        ['files.example', '1 artifact'],
        ['ghcr.io', '2 artifacts'],
        ['quay.io', '1 artifact'],
      ]);
      expect(
        await listRefusedHosts({ knex, allowed: [], limit: 2 }),
      ).toMatchObject({
        hosts: [
          { host: 'ghcr.io', artifacts: 2, images: true, files: false },
          { host: 'files.example', images: false, files: true },
        ],
        more: 1,
      });
    });

    it('are told of no more once they are allowed, before anybody looked again', async () => {
      await names('a', ['ghcr.io/acme/a:1', 'quay.io/acme/a:1']);
      await tell();
      await tell(['ghcr.io']);
      expect(await open()).toEqual([['quay.io', '1 artifact']]);
      expect(await findings()).toHaveLength(2);
    });

    it('are not written again while nothing changes, but once an hour', async () => {
      await names('a', ['ghcr.io/acme/a:1']);
      await tell();
      clock.advance(30);
      await tell();
      expect(await findings()).toMatchObject([{ last_seen_at: at(10) }]);
      await names('b', ['ghcr.io/acme/b:1']);
      await tell();
      expect(await findings()).toMatchObject([
        { new: '2 artifacts', last_seen_at: at(40) },
      ]);
      clock.advance(61);
      await tell();
      expect(await findings()).toMatchObject([{ last_seen_at: at(101) }]);
    });

    it('cannot be crowded out by what one entity invents', async () => {
      await names('a', ['zz.example/acme/a:1']);
      await names('b', ['zz.example/acme/b:1']);
      await names(
        'stranger',
        Array.from(
          { length: mostRefusedHosts + 20 },
          (_, i) => `host-${String(i).padStart(3, '0')}.example/x:1`,
        ),
      );
      await tell();
      const told = await open();
      expect(told).toHaveLength(mostRefusedHosts);
      expect(told).toContainEqual(['zz.example', '2 artifacts']);
      const limit = mostRefusedHosts;
      expect((await listRefusedHosts({ knex, allowed: [], limit })).more).toBe(
        21,
      );
    });

    it('are left to whoever has the task now', async () => {
      await names('a', ['ghcr.io/acme/a:1']);
      const signal = AbortSignal.abort();
      await expect(
        tellRefusedHosts({ knex, clock, allowed: [], signal }),
      ).rejects.toThrow(/abort/);
      expect(await findings()).toEqual([]);
    });
  },
);
