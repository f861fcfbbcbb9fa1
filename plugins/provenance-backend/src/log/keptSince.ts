import type { Knex } from 'knex';

/** Entries are numbered as they are written: the oldest are among the first. */
const firstEntries = 1_000;

/** How far the clocks of replicas may lie apart. */
const skewMs = 3_600_000;

/**
 * An instant before which nothing happened that the log still tells of. What ended before it is referred to by nothing
 * that is kept: an entry is pruned by when it was sealed, which is after it happened, and an interrupted pruning leaves
 * old ones.
 *
 * @remarks Race: entries that are written meanwhile are newer.
 */
export async function keptSince(options: {
  knex: Knex;
  /** What is older than the retention. ISO 8601. */
  cut: string;
}): Promise<string> {
  const { knex, cut } = options;
  const first = knex('log_entries')
    .orderBy('id')
    .limit(firstEntries)
    .select('at');
  const row = await knex.from(first.as('first')).min('at as at').first();
  const oldest = Date.parse(row?.at ?? cut);
  return new Date(Math.min(Date.parse(cut), oldest) - skewMs).toISOString();
}
