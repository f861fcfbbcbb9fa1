import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { hideBindings } from './hideBindings';
import { limitConnections } from './limitConnections';

jest.setTimeout(60_000);

const identity = 'ann@acme.com';

describe.each(databases.eachSupportedId())('hideBindings on %s', id => {
  const insert = (knex: Knex) =>
    knex('log_entries').insert({ kind: 'erased', detail: identity });

  it.each<[string, (knex: Knex) => Promise<unknown>]>([
    ['a statement', async knex => insert(knex)],
    ['a transaction', knex => knex.transaction(insert)],
    ['a limited pool', async knex => insert(limitConnections(knex))],
    [
      'a transaction of a limited pool',
      knex => limitConnections(knex).transaction(insert),
    ],
  ])(
    'keeps what is stored out of the error of %s, and with it out of logs',
    async (_, work) => {
      const knex = hideBindings(await migratedDatabase(id));
      const error: Error = await work(knex).then(
        () => new Error('it was written'),
        thrown => thrown,
      );
      expect(error.message).toMatch(/^insert into .* - .*constraint/i);
      expect(error.message).not.toContain(identity);
      expect(error.stack).not.toContain(identity);
    },
  );
});
