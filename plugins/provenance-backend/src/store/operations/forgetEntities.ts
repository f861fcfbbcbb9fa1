import type { Knex } from 'knex';
import { whereIn } from '../dialect';

/**
 * Takes down that entities are gone; those that were gone in a pass before are forgotten.
 *
 * @remarks Race: as {@link syncEntities}; one that is back has no mark any more.
 */
export async function forgetEntities(options: {
  knex: Knex;
  entityRefs: string[];
  now: string;
}): Promise<void> {
  const { knex, entityRefs, now } = options;
  const gone = () => whereIn(knex('entities'), 'entity_ref', entityRefs);
  await gone().whereNotNull('missing_since').delete();
  await gone().whereNull('missing_since').update({ missing_since: now });
}
