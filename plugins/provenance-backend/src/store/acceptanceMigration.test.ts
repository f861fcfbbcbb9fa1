import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { databases } from '../__testUtils__/databases';
import { at } from '../__testUtils__/fixtures';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@countersign/backstage-plugin-provenance-backend',
  'migrations',
);
const own = '20261121030000_acceptance.js';

/** As the release before had it. */
async function before(knex: Knex) {
  for (;;) {
    const [, [next]] = await knex.migrate.list({ directory });
    if (!next || next.file >= own) return;
    await knex.migrate.up({ directory });
  }
}

const finding = {
  code: 'tag-moved',
  about: 'x',
  first_seen_at: at(0),
  last_seen_at: at(0),
};
const general = {
  ...finding,
  usage_id: null,
  code: 'authority-refresh-refused',
};

describe.each(databases.eachSupportedId())('acceptance on %s', id => {
  it('goes up and down with findings in the table', async () => {
    const knex = await databases.init(id);
    await before(knex);
    await knex('usages').insert({
      id: 'u1',
      entity_ref: 'component:default/a',
      kind: 'container-image',
      created_at: at(0),
    });
    await knex('findings').insert({ ...finding, usage_id: 'u1' });
    await expect(knex('findings').insert(general)).rejects.toThrow();

    await knex.migrate.up({ directory });
    await knex('findings').insert(general);
    await knex('known_signers').insert({
      usage_id: 'u1',
      signer: 's',
      accepted: 1,
      first_seen_at: at(0),
    });
    await knex('known_statements').insert({
      usage_id: 'u1',
      subject: 's',
      material: 'm',
      first_seen_at: at(0),
    });
    await knex('acceptance_versions').insert({
      number: 1,
      content_hash: 'h',
      content: '{}',
      seen_at: at(0),
    });
    // One that stands is there once, with a usage and without.
    await expect(knex('findings').insert(general)).rejects.toThrow();
    await expect(
      knex('findings').insert({ ...finding, usage_id: 'u1' }),
    ).rejects.toThrow();
    await knex('findings').insert({ ...general, closed_at: at(1) });

    await knex.migrate.down({ directory });
    expect(await knex('findings').select('usage_id', 'code')).toEqual([
      { usage_id: 'u1', code: 'tag-moved' },
    ]);
    await expect(knex('findings').insert(general)).rejects.toThrow();
    await expect(
      knex('findings').insert({ ...finding, usage_id: 'u1' }),
    ).rejects.toThrow();
    expect(await knex.schema.hasTable('acceptance_versions')).toBe(false);
    await knex.migrate.up({ directory });
    expect(await knex('findings')).toHaveLength(1);
    await knex('usages').delete();
    expect(await knex('findings')).toHaveLength(0);
  });
});
