import { randomBytes } from 'node:crypto';
import { onExit } from '../lib/processes.mjs';
import { connect } from '../lib/postgres.mjs';

/** @typedef {{ name: string, configuration: object }} Database */

/** @returns {Database} */
export const sqliteDatabase = () => ({
  name: 'SQLite',
  configuration: { client: 'better-sqlite3', connection: ':memory:' },
});

/**
 * A database of its own that a role without any privilege owns, as a company's database team hands it out.
 *
 * @param {string} server connection string of a role that may make both
 * @returns {Promise<Database>}
 */
export async function postgresDatabase(server) {
  const name = `countersign_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  const client = await connect(server);
  await client.query(
    `create role ${name} login password '${password}' nosuperuser nocreatedb nocreaterole`,
  );
  await client.query(`create database ${name} owner ${name}`);
  onExit(async () => {
    await client.query(`drop database ${name} with (force)`);
    await client.query(`drop role ${name}`);
    await client.end();
  });
  const { hostname, port } = new URL(server);
  return {
    name: 'PostgreSQL',
    configuration: {
      client: 'pg',
      pluginDivisionMode: 'schema',
      connection: {
        host: hostname,
        port: Number(port || 5432),
        user: name,
        password,
        database: name,
      },
    },
  };
}
