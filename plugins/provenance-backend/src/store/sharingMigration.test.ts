import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { databases } from '../__testUtils__/databases';
import { at } from '../__testUtils__/fixtures';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@countersign/backstage-plugin-provenance-backend',
  'migrations',
);
const name = '20261121091000_sharing.js';

describe.each(databases.eachSupportedId())(
  'the sharing migration on %s',
  databaseId => {
    it('comes and goes with rows in its tables, and leaves the work alone', async () => {
      const knex = await databases.init(databaseId);
      for (const before of [
        '20261121000000_init.js',
        '20261121010000_queue.js',
      ])
        await knex.migrate.up({ directory, name: before });
      await knex('usages').insert({
        ...{ id: 'a', entity_ref: 'component:default/a' },
        ...{ kind: 'container-image', created_at: at(0) },
      });
      const work = { usage_id: 'a', next_at: at(7), ticket: 't' };
      await knex('work').insert({ ...work, priority: 1, attempts: 2 });
      const before = await knex('work');
      await knex.migrate.up({ directory, name });
      await knex('digest_looks').insert({
        ...{ key: 'k', began_at: at(0), ticket: 't', collection: '{}' },
      });
      await knex('check_counts').insert({
        ...{ principal: 'p', minute: at(0), count: 1 },
      });
      expect(await knex('digest_looks').first()).toMatchObject({
        held_until: null,
      });
      await knex.migrate.down({ directory, name });
      for (const table of ['digest_looks', 'check_counts'])
        expect(await knex.schema.hasTable(table)).toBe(false);
      expect(await knex('work')).toEqual(before);
      await knex.migrate.up({ directory, name });
      expect(await knex('check_counts')).toEqual([]);
    });
  },
);
