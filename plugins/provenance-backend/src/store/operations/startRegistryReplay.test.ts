import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { TestDatabaseId } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at } from '../../__testUtils__/fixtures';
import { noteRegistryReplay } from './noteRegistryReplay';
import { readRegistryReplay } from './readRegistryReplay';
import {
  mostRegistryReplays,
  startRegistryReplay,
} from './startRegistryReplay';

jest.setTimeout(60_000);

const [ann, ben] = ['user:default/ann', 'user:default/ben'];

describe.each(databases.eachSupportedId())(
  'replays of lists, %s',
  (databaseId: TestDatabaseId) => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    const start = (by: string, minute = 0) =>
      startRegistryReplay({ knex, by, base: 1, now: at(minute) });
    const read = (id: string, by = ann) => readRegistryReplay({ knex, id, by });

    it('are one at a time for each caller, also where they ask twice at once', async () => {
      const ids = await Promise.all([start(ann), start(ann), start(ben)]);
      expect(ids.slice(0, 2).filter(Boolean)).toHaveLength(1);
      expect(ids[2]).toBeDefined();
      const [id] = ids.filter(Boolean);
      const news = { state: 'failed', problem: 'Error' } as const;
      await noteRegistryReplay({ knex, id: id!, news, now: at(0) });
      expect(await start(ann)).toBeDefined();
    });

    it('are so many in all', async () => {
      for (let i = 0; i < mostRegistryReplays; i++)
        expect(await start(`user:default/${i}`)).toBeDefined();
      expect(await start(ann)).toBeUndefined();
    });

    it('give their place back where the process ended, which then writes nothing', async () => {
      const id = (await start(ann))!;
      const again = await start(ann, 1);
      expect(again).toBeDefined();
      expect(await read(id)).toMatchObject({ state: 'failed' });
      const news = { state: 'running', done: 5 } as const;
      const note = (one: string) =>
        noteRegistryReplay({ knex, id: one, news, now: at(1) });
      expect(await note(id)).toBe(false);
      expect(await note(again!)).toBe(true);
      expect(await read(again!)).toMatchObject({ state: 'running', done: 5 });
    });

    it('go with their migration, and are told apart by it again', async () => {
      const directory = resolvePackagePath(
        '@countersign/backstage-plugin-provenance-backend',
        'migrations',
      );
      const name = '20261121115000_registry_replays.js';
      await start(ann);
      await knex.migrate.down({ directory, name });
      expect(await knex.schema.hasTable('registry_replays')).toBe(false);
      await knex.migrate.up({ directory, name });
      expect(await start(ann)).toBeDefined();
      expect(await start(ann)).toBeUndefined();
    });

    it('are read by whoever asked, for an hour', async () => {
      const id = (await start(ann))!;
      expect(await read(id, ben)).toBeUndefined();
      await start(ben, 59);
      expect(await read(id)).toBeDefined();
      await start('user:default/cy', 61);
      expect(await read(id)).toBeUndefined();
    });
  },
);
