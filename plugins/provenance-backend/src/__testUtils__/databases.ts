import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { applyMigrations } from '../store';

/** Both dialects; PostgreSQL only where one is configured. */
export const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
});

/** An empty database of its own with the plugin's schema. */
export async function migratedDatabase(id: TestDatabaseId): Promise<Knex> {
  const knex = await databases.init(id);
  await applyMigrations(knex);
  return knex;
}
