import type { Knex } from 'knex';
import { isPostgres } from '../store/dialect';

/**
 * Reads from one snapshot of the database.
 *
 * @remarks
 * Race: everybody writes meanwhile. What is read by several statements belongs to one moment, so that a half of what
 * somebody wrote in one transaction never looks like a break. SQLite has one connection, and nobody writes between.
 */
export async function inSnapshot<T>(
  knex: Knex,
  read: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  return knex.transaction(
    read,
    isPostgres(knex)
      ? { isolationLevel: 'repeatable read', readOnly: true }
      : undefined,
  );
}
