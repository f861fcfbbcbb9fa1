import { isComplete, type Collection } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  at,
  collectionOf,
  digestOf,
  entryOf,
  materialOf,
  registryDown,
  repository,
} from '../../__testUtils__/fixtures';
import { readCollections } from './readCollections';
import { recallLooks } from './recallLooks';
import { storeCollections } from './storeCollections';

jest.setTimeout(60_000);

const day = 24 * 60;
const subject = digestOf('a');
const signed = { material: [entryOf(materialOf('b'))] };
const unsigned = { material: [] };
const broken: Partial<Collection> = {
  sources: [{ source: 'subject', status: 'failed', cause: registryDown }],
};

describe.each(databases.eachSupportedId())(
  'looks that a clock dated ahead, on %s',
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    /** By a clock that shows so many minutes, and of a look that ended then. */
    const store = (
      minutes: number,
      found: Partial<Collection>,
      now = minutes,
    ) =>
      knex.transaction(trx =>
        storeCollections({
          trx,
          looks: [
            {
              collection: collectionOf(subject, at(minutes), found),
              now: at(now),
            },
          ],
        }),
      );

    const read = (minutes: number) =>
      readCollections({
        ...{ knex, subject, repository },
        now: new Date(at(minutes)),
      });

    const ahead = 3 * day;

    it('S6.1 hide no look that was made after them', async () => {
      await store(ahead, signed);
      await store(10, unsigned);
      expect(await read(11)).toEqual([collectionOf(subject, at(10), unsigned)]);
      // Not for a clock that is ahead either, and not when the day has come.
      expect(await read(2 * ahead)).toEqual([
        collectionOf(subject, at(10), unsigned),
      ]);
    });

    it('S6.2 count as the last one until there is another, so that what is gone does not come back', async () => {
      await store(0, signed);
      await store(ahead, unsigned);
      const [newest, ...others] = await read(10);
      expect(newest.material).toEqual([]);
      expect(others).toEqual([]);
    });

    it('S6.1 speak for no longer than the look before them, and prove nothing fresh', async () => {
      await store(0, unsigned);
      await store(ahead, signed);
      const [look] = await read(10);
      expect(look.material).toEqual(signed.material);
      expect(Date.parse(look.at)).toBe(Date.parse(at(0)) + 1);
    });

    it('S6.1 prove nothing at all where nobody had looked before', async () => {
      await store(ahead, signed);
      const [look] = await read(10);
      expect(look.at).toBe(new Date(0).toISOString());
    });

    it('are no older than the run of looks that they went on with', async () => {
      await store(5, signed);
      await store(ahead, signed);
      expect(await knex('collections')).toHaveLength(1);
      const [look] = await read(10);
      expect(look.at).toBe(at(5));
      await store(12, signed);
      expect(await knex('collections')).toMatchObject([
        { first_at: at(5), last_at: at(12) },
      ]);
    });

    it('keep the order in which they were recorded among each other', async () => {
      await store(ahead + 20, signed);
      await store(ahead, unsigned, ahead + 20);
      // The second one was made earlier by the same clock, and came late.
      await store(2 * ahead, broken);
      const [failed, complete] = await read(10);
      expect(isComplete(failed)).toBe(false);
      expect(failed.at > complete.at).toBe(true);
    });

    it('S6.1 speak for nothing when the day has come, where nobody could look since', async () => {
      await store(0, unsigned);
      await store(ahead, signed);
      const now = new Date(at(10));
      expect(await recallLooks({ knex, now })).toBe(1);
      expect(await recallLooks({ knex, now })).toBe(0);
      const [look] = await read(ahead + 1);
      expect(look.material).toEqual(signed.material);
      expect(Date.parse(look.at)).toBe(Date.parse(at(0)) + 1);
    });

    it('S7.3 are first seen when they were dated right, and never before anybody can have seen them', async () => {
      await store(ahead, signed);
      await recallLooks({ knex, now: new Date(at(10)) });
      const [look] = await read(11);
      expect(look.at).toBe(new Date(0).toISOString());
      await store(20, signed);
      expect(await knex('collections')).toMatchObject([
        { first_at: at(10), last_at: at(20) },
      ]);
    });

    it('leave the dates of clocks that are less than a minute apart as they are', async () => {
      await store(10.5, signed);
      await store(10, unsigned);
      const [look] = await read(10);
      expect(look).toEqual(collectionOf(subject, at(10.5), signed));
    });

    it('take nothing from a look that a late result comes behind', async () => {
      await store(10, unsigned);
      await store(5, signed, 12);
      const [look] = await read(12);
      expect(look).toEqual(collectionOf(subject, at(10), unsigned));
    });
  },
);
