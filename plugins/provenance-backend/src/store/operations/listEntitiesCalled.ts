import type { Knex } from 'knex';
import { isPostgres } from '../dialect';

/**
 * References of entities that have one of some names, of whatever kind and namespace. All of them: a name that
 * several have must never look like the name of one. Goes through all entities once, however many names there are.
 *
 * @remarks Race: an entity that comes in meanwhile is found the next time.
 */
export async function listEntitiesCalled(options: {
  knex: Knex;
  names: string[];
}): Promise<string[]> {
  const { knex, names } = options;
  const rows: { entity_ref: string }[] = await knex('entities')
    .whereNull('missing_since')
    .whereRaw(
      isPostgres(knex)
        ? `split_part(entity_ref, '/', 2) = ANY(?)`
        : `substr(entity_ref, instr(entity_ref, '/') + 1) IN (SELECT value FROM json_each(?))`,
      [isPostgres(knex) ? names : JSON.stringify(names)] as never,
    )
    .select('entity_ref');
  return rows.map(row => row.entity_ref);
}
