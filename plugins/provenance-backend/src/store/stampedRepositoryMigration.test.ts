import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { databases } from '../__testUtils__/databases';
import { at } from '../__testUtils__/fixtures';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@countersign/backstage-plugin-provenance-backend',
  'migrations',
);
const name = '20261121114000_stamped_repository.js';

describe.each(databases.eachSupportedId())(
  'the migration of stamped repositories on %s',
  databaseId => {
    it('comes and goes with entities that are there, and knows of none where the catalog reads it', async () => {
      const knex = await databases.init(databaseId);
      const before = '20261121113000_replays.js';
      for (;;) {
        const [, [file]] = await knex.migrate
          .up({ directory })
          .then(
            ([batch, files]: [number, string[]]) => [batch, files] as const,
          );
        if (file.endsWith(before)) break;
      }
      await knex('entities').insert({
        ...{ entity_ref: 'component:default/a', kind: 'component' },
        ...{ hints: '[]', first_seen_at: at(0) },
      });
      const rows = await knex('entities');
      await knex.migrate.up({ directory, name });
      expect(await knex('entities')).toEqual([
        { ...rows[0], stamped_repository: null },
      ]);
      await knex('entities').update({ stamped_repository: 'x' });
      await knex.migrate.down({ directory, name });
      expect(await knex('entities')).toEqual(rows);
      await knex.migrate.up({ directory, name });
      expect(await knex('entities')).toMatchObject([
        { stamped_repository: null },
      ]);
    });
  },
);
