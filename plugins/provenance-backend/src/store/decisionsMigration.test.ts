import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { databases } from '../__testUtils__/databases';
import { at } from '../__testUtils__/fixtures';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@countersign/backstage-plugin-provenance-backend',
  'migrations',
);
const name = '20261121092000_decisions.js';

/** As the release before had it. */
async function before(knex: Knex) {
  for (;;) {
    const [, [next]] = await knex.migrate.list({ directory });
    if (!next || next.file >= name) return;
    await knex.migrate.up({ directory });
  }
}

describe.each(databases.eachSupportedId())('decisions on %s', id => {
  it('goes up and down with transitions, and with rows that an older release goes on writing', async () => {
    const knex = await databases.init(id);
    await before(knex);
    const usage = { id: 'u', entity_ref: 'x', kind: 'x', created_at: at(0) };
    await knex('usages').insert(usage);
    const row = (minute: number) => ({
      ...{ usage_id: 'u', at: at(minute), content: '{}' },
      ...{ from_verdict: 'untrusted', from_reason_code: 'no-rule' },
      ...{ verdict: 'untrusted', decision: 'deny', reason_code: 'no-rule' },
    });
    await knex('transitions').insert(row(1));
    await knex.migrate.up({ directory, name });
    await knex('transitions').insert(row(2));
    await knex('transitions').insert({ ...row(3), from_decision: 'warn' });
    const decisions = knex('transitions').orderBy('id').pluck('from_decision');
    expect(await decisions).toEqual([null, null, 'warn']);
    await knex.migrate.down({ directory, name });
    expect(await knex('transitions').orderBy('id')).toMatchObject(
      [1, 2, 3].map(row),
    );
    // The usage still takes its transitions with it.
    await knex.raw(
      id.startsWith('SQLITE') ? 'PRAGMA foreign_keys = ON' : 'SELECT 1',
    );
    await knex('usages').delete();
    expect(await knex('transitions')).toEqual([]);
  });
});
