import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { databases } from '../__testUtils__/databases';
import { at, declared, judgementOf, sync } from '../__testUtils__/fixtures';
import { applyMigrations } from './applyMigrations';
import { listOutdated } from './operations/listOutdated';
import { writeJudgement } from './operations/writeJudgement';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@countersign/backstage-plugin-provenance-backend',
  'migrations',
);
const name = '20261121120000_signer_forms.js';

describe.each(databases.eachSupportedId())(
  'the migration of how signers signed on %s',
  databaseId => {
    it('has everything judged again from what is stored, and goes', async () => {
      const knex = await databases.init(databaseId);
      await applyMigrations(knex);
      const [id] = await sync(knex, [declared()]);
      const judgement = judgementOf('trusted', 'accepted');
      await knex.transaction(trx =>
        writeJudgement({
          ...{ trx, usageId: id, judgement, generation: 'g1', now: at(1) },
        }),
      );
      const outdated = async () => {
        const page = { generation: 'g1', after: '', limit: 9 };
        const found = await listOutdated({ knex, ...page });
        return found.map(one => one.id);
      };
      await knex.migrate.down({ directory, name });
      expect(await outdated()).toEqual([]);
      await knex.migrate.up({ directory, name });
      expect(await outdated()).toEqual([id]);
      expect(await knex('judgements')).toMatchObject([{ verdict: 'trusted' }]);
    });
  },
);
