import type { Knex } from 'knex';

/** What lies in the tables of the log beside the chain. */
export interface Beside {
  /** Entries that are called sealed, without a link, and transitions whose entry does not exist. */
  unlinked: number;
  /** Details of which something was erased. */
  erased: number;
}

/**
 * Counts what nobody would find by walking along the chain: a row that was put beside it would be shown to people and
 * never checked. Every link but a checkpoint has one entry, and every entry of a transition one transition.
 *
 * @remarks Race: entries are sealed meanwhile; one statement has one snapshot.
 */
export async function countBeside(options: {
  knex: Knex;
  hasCheckpoint: boolean;
}): Promise<Beside> {
  const { knex, hasCheckpoint } = options;
  const count = (sql: string) => knex.raw(`(SELECT COUNT(*) FROM ${sql})`);
  const row: Record<string, number | string> = await knex
    .select({
      links: count('log_chain'),
      // Whatever does not wait for the sealer has to have a link, whatever else it is called.
      sealed: count('log_entries WHERE sealed <> 0'),
      erased: count('log_entries WHERE erased_by IS NOT NULL'),
      told: count("log_entries WHERE kind = 'transition'"),
      shown: count('transitions WHERE entry_id IS NOT NULL'),
    })
    .first();
  const links = Number(row.links) - (hasCheckpoint ? 1 : 0);
  return {
    unlinked:
      Math.abs(links - Number(row.sealed)) +
      Math.abs(Number(row.told) - Number(row.shown)),
    erased: Number(row.erased),
  };
}

/** Entries that wait for the sealer. */
export async function countUnsealed(options: { knex: Knex }): Promise<number> {
  const row = await options
    .knex('log_entries')
    .whereRaw('sealed = 0')
    .count({ count: '*' })
    .first();
  return Number(row?.count ?? 0);
}
