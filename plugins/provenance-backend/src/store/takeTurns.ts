import type { Knex } from 'knex';
import { setImmediate as turn } from 'node:timers/promises';
import { isPostgres } from './dialect';

/**
 * Lets everything else in this process have a turn before each statement or transaction. SQLite answers at once and in
 * this thread, so that a chain of statements is one long turn: until a pass over a catalog ends, no request is read, no
 * timer rings and the portal seems dead. Where the database is a server each answer is waited for anyway.
 */
export function takeTurns(knex: Knex): Knex {
  if (isPostgres(knex)) return knex;
  const { client } = knex;
  const acquire = client.acquireConnection.bind(client);
  client.acquireConnection = async () => {
    await turn();
    return acquire();
  };
  return knex;
}
