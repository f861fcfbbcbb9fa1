import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { databases } from '../__testUtils__/databases';
import { at } from '../__testUtils__/fixtures';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@countersign/backstage-plugin-provenance-backend',
  'migrations',
);
const name = '20261121096000_settled.js';

describe.each(databases.eachSupportedId())(
  'the migration of settled looks on %s',
  databaseId => {
    it('settles nothing that lies there, and goes with verdicts left as they were', async () => {
      const knex = await databases.init(databaseId);
      for (;;) {
        const [, pending] = await knex.migrate.list({ directory });
        if (pending[0].file === name) break;
        await knex.migrate.up({ directory });
      }
      await knex('usages').insert({
        ...{ id: 'a', entity_ref: 'component:default/a' },
        ...{ kind: 'container-image', created_at: at(0) },
      });
      const row = {
        ...{ usage_id: 'a', verdict: 'trusted', decision: 'allow' },
        ...{ reason_code: 'accepted', content: '{}', generation: 'g' },
        ...{ revision: 7, since: at(0), judged_at: at(0) },
        last_checked_at: at(0),
      };
      await knex('judgements').insert(row);
      await knex.migrate.up({ directory, name });
      const added = {
        ...{ settled_hash: null, settled_at: null, settled_until: null },
        ...{ settled_revision: null, settled_under: null },
      };
      expect(await knex('judgements')).toEqual([{ ...row, ...added }]);
      await knex('judgements').update({
        settled_hash: 'h',
        settled_revision: 7,
      });
      await knex.migrate.down({ directory, name });
      expect(await knex('judgements')).toEqual([row]);
    });
  },
);
