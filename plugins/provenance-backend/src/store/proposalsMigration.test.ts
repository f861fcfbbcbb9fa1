import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { databases } from '../__testUtils__/databases';
import { at } from '../__testUtils__/fixtures';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@countersign/backstage-plugin-provenance-backend',
  'migrations',
);
const name = '20261121110000_proposals.js';

const version = (number: number, hash: string) => ({
  ...{ number, content_hash: hash, content: '{}', seen_at: at(0) },
});
const proposal = {
  ...{ id: 'p', state: 'open', title: 'T', reason: 'R', base: 1 },
  ...{ content: '{}', binding: 'b', answers: '[]' },
  ...{ created_at: at(0), updated_at: at(0) },
};

describe.each(databases.eachSupportedId())(
  'the migration of proposals on %s',
  databaseId => {
    it('leaves configured lists as they were, up and down, and lets what was merged say it again', async () => {
      const knex = await databases.init(databaseId);
      for (;;) {
        const [, pending] = await knex.migrate.list({ directory });
        if (pending[0].file === name) break;
        await knex.migrate.up({ directory });
      }
      const before = [version(1, 'one'), version(2, 'two')];
      await knex('acceptance_versions').insert(before);
      await knex.migrate.up({ directory, name });
      const stored = () => knex('acceptance_versions').orderBy('number');
      const configured = {
        ...{ source: 'configuration', predecessor: null },
        ...{ proposal_id: null, approvals: null, is_reviewed: 0 },
      };
      expect(await stored()).toEqual(
        before.map(row => ({ ...row, ...configured })),
      );
      await expect(
        knex('acceptance_versions').insert(version(3, 'one')),
      ).rejects.toThrow();
      const merged = { source: 'proposal', predecessor: 2 };
      await knex('acceptance_versions').insert({
        ...{ ...version(3, 'one'), ...merged },
      });
      // S9.1: one version follows another, and no second one.
      await expect(
        knex('acceptance_versions').insert({ ...version(4, 'x'), ...merged }),
      ).rejects.toThrow();
      await knex('acceptance_head').insert({
        ...{ id: 1, number: 3, moved_at: at(0) },
      });
      await knex('proposals').insert(proposal);
      await knex('proposal_authors').insert({
        ...{ proposal_id: 'p', author: 'user:default/ann', since: at(0) },
      });
      await knex('proposal_reviews').insert({
        ...{ proposal_id: 'p', act: 'approve', by: 'user:default/ben' },
        ...{ binding: 'b', at: at(0) },
      });

      await knex.migrate.down({ directory, name });
      expect(await stored()).toEqual(before);
      await expect(
        knex('acceptance_versions').insert(version(4, 'one')),
      ).rejects.toThrow();
      for (const table of ['proposals', 'acceptance_head'])
        expect(await knex.schema.hasTable(table)).toBe(false);
      await knex.migrate.up({ directory, name });
      expect(await stored()).toHaveLength(2);
    });
  },
);
