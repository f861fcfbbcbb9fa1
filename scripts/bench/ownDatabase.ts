import Knex, { type Knex as Database } from 'knex';
import { randomUUID } from 'node:crypto';
import { applyMigrations } from '../../plugins/provenance-backend/src/store';

/** Works on a database that nobody else uses and that is gone afterwards, with the plugin's schema. */
export async function withOwnDatabase<T>(
  server: string,
  work: (knex: Database, address: string) => Promise<T>,
): Promise<T> {
  const admin = Knex({ client: 'pg', connection: server });
  const name = `bench_${randomUUID().replaceAll('-', '')}`;
  const own = new URL(server);
  own.pathname = `/${name}`;
  const knex = Knex({ client: 'pg', connection: own.href });
  try {
    await admin.raw('CREATE DATABASE ??', [name]);
    await applyMigrations(knex);
    return await work(knex, own.href);
  } finally {
    await knex.destroy();
    await admin.raw('DROP DATABASE IF EXISTS ?? WITH (FORCE)', [name]);
    await admin.destroy();
  }
}
