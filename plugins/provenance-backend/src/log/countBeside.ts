import type { Knex } from 'knex';

/** What lies in the tables of the log beside the chain. */
export interface Beside {
  /** Entries without a link that do not wait for one, and transitions whose entry does not exist. */
  unlinked: number;
  /** Details of which something was erased. */
  erased: number;
}

/**
 * Counts what nobody would find by walking along the chain: a row that was put beside it would be shown to people and
 * never checked.
 *
 * Called at the end of a walk, so that what the walk has shown is not counted again: the links are numbered without
 * gaps, and every link of a transition has one. What is left reads two indexes from end to end and no row.
 *
 * @remarks Race: entries are sealed meanwhile; one statement has one snapshot.
 */
export async function countBeside(options: {
  knex: Knex;
  hasCheckpoint: boolean;
}): Promise<Beside> {
  const { knex, hasCheckpoint } = options;
  const value = (sql: string) => knex.raw(`(SELECT ${sql})`);
  const row: Record<string, number | string | null> = await knex
    .select({
      first: value('MIN(sequence) FROM log_chain'),
      last: value('MAX(sequence) FROM log_chain'),
      entries: value('COUNT(*) FROM log_entries'),
      // Whatever does not wait for the sealer has to have a link, whatever else it is called.
      waiting: value('COUNT(*) FROM log_entries WHERE sealed = 0'),
      erased: value('COUNT(*) FROM log_entries WHERE erased_by IS NOT NULL'),
      lost: value(`COUNT(*) FROM transitions WHERE entry_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM log_entries e WHERE e.id = entry_id)`),
    })
    .first();
  const numbers =
    row.last === null ? 0 : Number(row.last) - Number(row.first) + 1;
  const links = numbers - (hasCheckpoint ? 1 : 0);
  const sealed = Number(row.entries) - Number(row.waiting);
  return {
    unlinked: Math.abs(links - sealed) + Number(row.lost),
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
