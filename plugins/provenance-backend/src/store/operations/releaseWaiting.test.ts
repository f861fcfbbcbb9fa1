import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  seedUnseen,
  sharing,
  usageOf,
  usagesAt,
} from '../../__testUtils__/engineOver';
import { at } from '../../__testUtils__/fixtures';
import { releaseWaiting } from './releaseWaiting';

jest.setTimeout(60_000);

const host = 'registry.example';
const now = new Date(at(10));

describe.each(databases.eachSupportedId())(
  'releaseWaiting on %s',
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    const release = () =>
      knex.transaction(trx => releaseWaiting({ trx, host, now }));
    /** Told that they wait, until the host is tried. */
    const waiting = { attempts: 1, look_at: at(5), next_at: at(10) };
    const dueOf = async () => {
      const rows = await knex('work').orderBy('next_at');
      return rows.map(row => row.next_at as string);
    };

    it('lets a hundred come at once, and thousands one batch after the other', async () => {
      await seedUnseen(knex, usagesAt(host, 100), at(0));
      await knex('work').update(waiting);
      await release();
      expect(new Set(await dueOf())).toEqual(new Set([at(10)]));

      const others = Array.from({ length: 1_900 }, (_, i) =>
        usageOf(`more-${i}`, host),
      );
      await seedUnseen(knex, others, at(0));
      await knex('work').update(waiting);
      await release();
      const due = await dueOf();
      const sizes = [...new Set(due)].map(
        one => due.filter(other => other === one).length,
      );
      expect(sizes).toHaveLength(20);
      expect(Math.max(...sizes)).toBeLessThan(200);
      expect([due[0], due.at(-1)]).toEqual([at(10), at(10 + 38 / 60)]);
    });

    it('lets come together what shares an artifact', async () => {
      const shared = sharing(300).map(one => ({
        ...one,
        reference: `${host}/acme/base:1`,
      }));
      await seedUnseen(knex, shared, at(0));
      await knex('work').update(waiting);
      await release();
      expect(new Set(await dueOf()).size).toBe(1);
    });

    it('delays neither who asked, nor what the clock has to say, nor what somebody is at, nor other hosts', async () => {
      const ids = await seedUnseen(knex, usagesAt(host, 300), at(0));
      const [other] = await seedUnseen(knex, [usageOf('other')], at(0));
      await knex('work').update(waiting);
      const of = (id: string) => knex('work').where({ usage_id: id });
      // The hash of the last ones would have them come last.
      const late = (
        await knex('work').where({ host }).orderBy('artifact_key', 'desc')
      ).map(row => row.usage_id);
      await of(late[0]).update({ priority: 1 });
      await of(late[1]).update({ leased_until: at(11) });
      await of(late[2]).update({ judge_at: at(9) });
      await release();
      const nextOf = async (id: string) => (await of(id).first()).next_at;
      expect(await nextOf(late[3])).toBe(at(10 + 4 / 60));
      expect(await nextOf(late[0])).toBe(at(10));
      expect(await nextOf(late[1])).toBe(at(10));
      expect(await nextOf(late[2])).toBe(at(9));
      expect(await nextOf(other)).toBe(at(10));
      expect(ids).toHaveLength(300);
    });
  },
);
