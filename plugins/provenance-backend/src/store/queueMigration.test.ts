import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { databases } from '../__testUtils__/databases';
import { at } from '../__testUtils__/fixtures';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@countersign/backstage-plugin-provenance-backend',
  'migrations',
);
const name = '20261121010000_queue.js';

describe.each(databases.eachSupportedId())(
  'the queue migration on %s',
  databaseId => {
    it('keeps when looks are due, up and down, with rows that an older release goes on writing', async () => {
      const knex = await databases.init(databaseId);
      await knex.migrate.up({ directory, name: '20261121000000_init.js' });
      const work = { priority: 0, ticket: 't', attempts: 2 };
      const row = (id: string) => ({ ...work, usage_id: id, next_at: at(7) });
      const usage = (id: string) => ({
        ...{ id, entity_ref: 'component:default/a', kind: 'container-image' },
        created_at: at(0),
      });
      await knex('usages').insert([usage('a'), usage('b')]);
      await knex('work').insert(row('a'));
      await knex.migrate.up({ directory, name });
      await knex('work').insert(row('b'));
      expect(await knex('work').orderBy('usage_id')).toMatchObject([
        { look_at: at(7), judge_at: null, artifact_key: null, host: null },
        { look_at: null, judge_at: null, artifact_key: null, host: null },
      ]);
      await knex('hosts').insert({ host: 'ghcr.io', failures: 0 });
      await knex.migrate.down({ directory, name });
      expect(await knex.schema.hasTable('hosts')).toBe(false);
      expect(await knex('work').orderBy('usage_id')).toEqual([
        { ...row('a'), leased_until: null },
        { ...row('b'), leased_until: null },
      ]);
    });
  },
);
