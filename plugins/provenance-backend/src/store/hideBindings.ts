import type { Knex } from 'knex';

/**
 * Keeps what is stored out of the words of the database's errors. Left to itself, knex quotes each statement that
 * fails on SQLite with all of its values, and so, whenever a disk is full, logs and the auditor would get certificates, e-mail
 * addresses and whatever strangers have signed, where no erasure reaches them.
 */
export function hideBindings(knex: Knex): Knex {
  knex.client.config.compileSqlOnError = false;
  return knex;
}
