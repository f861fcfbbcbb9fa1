import type { Knex } from 'knex';
import { isPostgres } from '../dialect';

/** Tells these locks apart from others in the same database. */
const lockSpace = 0x70726f76;

/**
 * Holds entities until the transaction ends.
 *
 * @remarks
 * Race: a pass and a report, or two reports, decide at once whose word holds for one entity, each without having seen
 * the other's claim. PostgreSQL locks the names, in an order that all have in common, because an entity of which
 * something is reported first has no row yet; SQLite runs one transaction at a time. Called right after the generation
 * was locked.
 */
export async function lockEntities(options: {
  trx: Knex.Transaction;
  entityRefs: string[];
}): Promise<void> {
  const { trx, entityRefs } = options;
  if (!isPostgres(trx)) return;
  await trx.raw(
    `SELECT pg_advisory_xact_lock(?, key)
      FROM (SELECT DISTINCT hashtext(name) AS key FROM unnest(?::text[]) name ORDER BY 1) keys`,
    [lockSpace, entityRefs] as never,
  );
}
