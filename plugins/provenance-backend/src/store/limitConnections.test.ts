import Knex, { type Knex as Database } from 'knex';
import { databases } from '../__testUtils__/databases';
import { limitConnections } from './limitConnections';

jest.setTimeout(60_000);

const shared = databases.eachSupportedId().filter(([id]) => id !== 'SQLITE_3');

// SQLite has one connection, and half of that is one.
(shared.length > 0 ? describe.each(shared) : describe.skip.each([['none']]))(
  'limitConnections on %s',
  databaseId => {
    let knex: Database;
    let most: number;

    beforeEach(async () => {
      const base = await databases.init(databaseId as 'POSTGRES_15');
      const { connection } = base.client.config;
      knex = Knex({ client: 'pg', connection, pool: { min: 0, max: 6 } });
      most = 0;
      const { pool } = knex.client;
      pool.on('acquireSuccess', () => {
        most = Math.max(most, pool.numUsed());
      });
    });

    afterEach(() => knex.destroy());

    const busy = (db: Database) =>
      Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          i % 2
            ? db.raw('SELECT pg_sleep(0.01)')
            : db.transaction(trx => trx.raw('SELECT pg_sleep(0.01)')),
        ),
      );

    it('keeps half of the pool for others, whatever is done', async () => {
      const limited = limitConnections(knex);
      await busy(limited);
      expect(most).toBe(3);
    });

    it('goes on with two while others use some, and with its half again afterwards', async () => {
      const limited = limitConnections(knex);
      const other = await knex.transaction();
      await other.raw('SELECT 1');
      await busy(limited);
      expect(most).toBe(3);
      await other.commit();
      most = 0;
      await busy(limited);
      expect(most).toBe(3);
    });

    it('would use all of it otherwise', async () => {
      await busy(knex);
      expect(most).toBe(6);
    });

    it('gives a connection back whatever fails', async () => {
      const limited = limitConnections(knex, 1);
      for (let i = 0; i < 3; i++) {
        await expect(limited.raw('nonsense')).rejects.toThrow();
        await expect(
          limited.transaction(() => Promise.reject(new Error('no'))),
        ).rejects.toThrow('no');
      }
      await limited.raw('SELECT 1');
    });
  },
);
