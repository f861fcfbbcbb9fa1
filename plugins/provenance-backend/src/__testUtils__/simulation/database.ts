import Knex, { type Knex as KnexType } from 'knex';

/** A database for one run, and how to be rid of it. */
export interface RunDatabase {
  knex: KnexType;
  close(): Promise<void>;
}

/**
 * An empty database.
 *
 * @param server - connection string of a PostgreSQL; absent: SQLite in memory
 */
export async function openDatabase(server?: string): Promise<RunDatabase> {
  if (server === undefined) {
    const knex = Knex({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    return { knex, close: () => knex.destroy() };
  }
  const admin = Knex({ client: 'pg', connection: server });
  const name = `simulation_${process.pid}`;
  await admin.raw('CREATE DATABASE ??', [name]);
  const address = new URL(server);
  address.pathname = name;
  const knex = Knex({ client: 'pg', connection: address.href });
  return {
    knex,
    async close() {
      await knex.destroy();
      await admin.raw('DROP DATABASE ??', [name]);
      await admin.destroy();
    },
  };
}
