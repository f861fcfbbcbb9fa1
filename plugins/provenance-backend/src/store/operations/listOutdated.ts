import type { Knex } from 'knex';

/**
 * Usages that hold now and whose verdict was computed under another configuration, in the order of their ids.
 *
 * @remarks
 * Race: verdicts change while pages are read. Paging goes by id, and whatever another writer brought up to date is
 * left out, so that the walk ends.
 */
export async function listOutdated(options: {
  knex: Knex;
  generation: string;
  after: string;
  limit: number;
}): Promise<string[]> {
  const rows = await options
    .knex('judgements')
    .join('usage_states', 'usage_states.usage_id', 'judgements.usage_id')
    .whereNull('usage_states.valid_to')
    .whereNot('judgements.generation', options.generation)
    .where('judgements.usage_id', '>', options.after)
    .orderBy('judgements.usage_id')
    .limit(options.limit)
    .select('judgements.usage_id as id');
  return rows.map(row => row.id);
}
