import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { databases } from '../__testUtils__/databases';
import { at } from '../__testUtils__/fixtures';
import { appendToLog } from '../log';
import { isPostgres } from './dialect';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@countersign/backstage-plugin-provenance-backend',
  'migrations',
);
const own = '20261121094000_told.js';

/** As the release before had it. */
async function before(knex: Knex) {
  for (;;) {
    const [, [next]] = await knex.migrate.list({ directory });
    if (!next || next.file >= own) return;
    await knex.migrate.up({ directory });
  }
}

async function indexes(knex: Knex): Promise<string[]> {
  const [table, column] = isPostgres(knex)
    ? ['pg_indexes', 'indexname']
    : ['sqlite_master', 'name'];
  return knex(table).where(column, 'log_entries_told_idx').pluck(column);
}

describe.each(databases.eachSupportedId())('told on %s', id => {
  it('goes up and down with entries in the log, and keeps them', async () => {
    const knex = await databases.init(id);
    await before(knex);
    const content = { finding: 1, code: 'tag-moved', usage: 'u' };
    await knex.transaction(async trx => {
      for (const kind of ['finding-opened', 'generation'] as const)
        await appendToLog({ trx, entry: { kind, at: at(0), content } });
    });
    const entries = await knex('log_entries').orderBy('id');

    await knex.migrate.up({ directory });
    expect(await indexes(knex)).toHaveLength(1);
    await knex('log_webhook').insert({ id: 1, failures: 1, cause: 'x' });

    await knex.migrate.down({ directory });
    expect(await indexes(knex)).toEqual([]);
    expect(await knex.schema.hasTable('log_webhook')).toBe(false);
    expect(await knex('log_entries').orderBy('id')).toEqual(entries);
    await knex.migrate.up({ directory });
    expect(await knex('log_webhook')).toEqual([]);
  });
});
