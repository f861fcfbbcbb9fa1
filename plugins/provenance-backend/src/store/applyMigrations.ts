import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

const migrationsFolder = () =>
  resolvePackagePath(
    '@countersign/backstage-plugin-provenance-backend',
    'migrations',
  );

/** Brings the plugin's own database to the newest schema. */
export async function applyMigrations(knex: Knex): Promise<void> {
  await knex.migrate.latest({ directory: migrationsFolder() });
}
