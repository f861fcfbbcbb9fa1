import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { databases } from '../__testUtils__/databases';
import { syncAll, usagesAt } from '../__testUtils__/engineOver';
import { at } from '../__testUtils__/fixtures';
import { applyMigrations } from './applyMigrations';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@countersign/backstage-plugin-provenance-backend',
  'migrations',
);
const name = '20261121090000_recall.js';

describe.each(databases.eachSupportedId())(
  'the recall migration on %s',
  databaseId => {
    it('keeps plans and claims, up and down, and has brought back none of them', async () => {
      const knex = await databases.init(databaseId);
      await applyMigrations(knex);
      const [id] = await syncAll(knex, usagesAt('ghcr.io', 2));
      await knex('work')
        .where({ usage_id: id })
        .update({ leased_until: at(9), recalled_at: at(8) });
      const rows = () => knex('work').orderBy('usage_id');
      const before = await rows();
      await knex.migrate.down({ directory, name });
      const without = before.map(({ recalled_at: _, ...row }) => row);
      expect(await rows()).toEqual(without);
      await knex.migrate.up({ directory, name });
      expect(await rows()).toEqual(
        without.map(row => ({ ...row, recalled_at: null })),
      );
    });
  },
);
