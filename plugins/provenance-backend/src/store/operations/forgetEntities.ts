import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import { judgeEntitiesAgain } from './judgeEntitiesAgain';

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
  const gone = (db: Knex) => whereIn(db('entities'), 'entity_ref', entityRefs);
  await knex.transaction(async trx => {
    const forgotten: string[] = await gone(trx)
      .whereNotNull('missing_since')
      .pluck('entity_ref');
    if (forgotten.length === 0) return;
    await gone(trx).whereNotNull('missing_since').delete();
    // Nothing is known of it from now on, and something of it may still hold.
    await judgeEntitiesAgain({ trx, entityRefs: forgotten, now });
  });
  await gone(knex).whereNull('missing_since').update({ missing_since: now });
}
