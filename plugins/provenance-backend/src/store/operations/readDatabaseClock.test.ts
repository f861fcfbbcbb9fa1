import { databases } from '../../__testUtils__/databases';
import { isPostgres } from '../dialect';
import { readDatabaseClock } from './readDatabaseClock';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('readDatabaseClock on %s', id => {
  it('asks a database that has a clock of its own, and no other', async () => {
    const knex = await databases.init(id);
    const [first, second] = [
      await readDatabaseClock({ knex }),
      await readDatabaseClock({ knex }),
    ];
    const isAsked = first !== undefined && second !== undefined;
    expect(isAsked).toBe(isPostgres(knex));
    expect(Number(second) >= Number(first)).toBe(isAsked);
  });
});
