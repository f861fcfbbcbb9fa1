import type { Knex } from 'knex';
import { isPostgres } from '../store/dialect';

/** What runs in this process, by database. */
const running = new WeakMap<object, Set<string>>();

/**
 * Runs something that only one replica may be at, and in it only one.
 *
 * @remarks
 * Race: two begin at once. On PostgreSQL the second does not get the lock, which belongs to a transaction that does
 * nothing else: it ends with the process that held it, whatever becomes of that. The schema is a part of the lock, because
 * plugins and portals may share a database. SQLite has one process; both have the set, so that those who ask again and
 * again take no connection from whoever works.
 *
 * @returns undefined where somebody else is at it
 */
export async function alone<T>(
  options: { knex: Knex; name: string },
  work: () => Promise<T>,
): Promise<{ result: T } | undefined> {
  const { knex, name } = options;
  const names = running.get(knex.client) ?? new Set();
  running.set(knex.client, names);
  if (names.has(name)) return undefined;
  names.add(name);
  try {
    return await acrossReplicas(options, work);
  } finally {
    names.delete(name);
  }
}

async function acrossReplicas<T>(
  { knex, name }: { knex: Knex; name: string },
  work: () => Promise<T>,
): Promise<{ result: T } | undefined> {
  if (!isPostgres(knex)) return { result: await work() };
  return knex.transaction(async trx => {
    const answer = await trx.raw(
      `SELECT pg_try_advisory_xact_lock(
        hashtextextended(current_schema() || '.countersign.' || ?, 0)) AS held`,
      [name],
    );
    return answer.rows[0].held ? { result: await work() } : undefined;
  });
}
