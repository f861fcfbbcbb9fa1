import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at } from '../../__testUtils__/fixtures';
import { recallHosts } from './recallHosts';

jest.setTimeout(60_000);

const minute = 60_000;
const day = 24 * 60;

describe.each(databases.eachSupportedId())('recallHosts on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    const down = { failures: 3, down_since: at(0), cause: '{}' };
    await knex('hosts').insert([
      { ...down, host: 'ahead', next_try_at: at(3 * day) },
      { ...down, host: 'down', next_try_at: at(16) },
      {
        ...{ ...down, host: 'tried', next_try_at: at(0) },
        probing_until: at(3 * day),
      },
      { host: 'up', failures: 0 },
    ]);
  });

  const recall = () =>
    recallHosts({
      ...{ knex, now: new Date(at(1)) },
      ...{ longestWaitMs: 15 * minute, leaseMs: minute },
    });

  it('lets a host be tried that a clock ahead would have left alone for days, and no other', async () => {
    expect(await recall()).toBe(1);
    const rows = await knex('hosts').orderBy('host');
    expect(
      rows.map(row => [row.host, row.next_try_at, row.probing_until]),
    ).toEqual([
      ['ahead', at(1), null],
      ['down', at(16), null],
      ['tried', at(0), null],
      ['up', null, null],
    ]);
    expect(await recall()).toBe(0);
  });
});
