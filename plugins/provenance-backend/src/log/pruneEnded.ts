import type { Knex } from 'knex';

const batchSize = 500;

/** Tables of which every row ends some day, and the column that says when. */
export const endedTables = {
  findings: 'closed_at',
  usage_states: 'valid_to',
  usage_claims: 'valid_to',
} as const;

export type EndedTable = keyof typeof endedTables;

/**
 * Removes what ended before an instant, up to one batch (S10.3). What stands or holds now is never among it. A state is
 * kept as long as a transition from its time is: the history shows it.
 *
 * @remarks Race: none. What has ended is written by nobody any more, and an erasure that changes it at this moment wants
 * it gone as well.
 *
 * @returns the last id that was considered, undefined behind the last one
 */
export async function pruneEnded(options: {
  knex: Knex;
  table: EndedTable;
  since: string;
  after: number;
}): Promise<{ last: number; removed: number } | undefined> {
  const { knex, table, since, after } = options;
  const old = knex(table)
    .where(`${table}.id`, '>', after)
    .where(endedTables[table], '<', since)
    .orderBy(`${table}.id`)
    .limit(batchSize);
  if (table === 'usage_states') old.whereNotExists(transitionOfTheTime);
  const ids: (number | string)[] = await old.pluck(`${table}.id`);
  if (ids.length === 0) return undefined;
  const removed = await knex(table).whereIn('id', ids).delete();
  return { last: Number(ids[ids.length - 1]), removed };
}

function transitionOfTheTime(query: Knex.QueryBuilder) {
  query
    .from('transitions')
    .whereRaw('transitions.usage_id = usage_states.usage_id')
    .whereRaw('transitions.at >= usage_states.valid_from')
    .whereRaw('transitions.at <= usage_states.valid_to');
}
