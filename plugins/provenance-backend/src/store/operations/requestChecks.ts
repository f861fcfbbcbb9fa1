import type { Knex } from 'knex';
import { whereIn } from '../dialect';

/**
 * Makes looks due at once and lets them jump the queue.
 *
 * @remarks
 * Race: a look that is under way began before the request and must not be its answer. The lease stays, so that nobody
 * looks twice at the same time; the due instant changes, and a look that ends finds it changed and leaves it.
 *
 * Discovery may change the same rows in one transaction. Both lock them in the order of their ids; one statement over
 * many would lock in an order of its own, and the two could wait for each other.
 */
export async function requestChecks(options: {
  knex: Knex;
  usageIds: string[];
  now: string;
}): Promise<void> {
  const { knex, usageIds, now } = options;
  await knex.transaction(async trx => {
    await whereIn(trx('work'), 'usage_id', usageIds)
      .orderBy('usage_id')
      .forUpdate()
      .select('usage_id');
    await whereIn(trx('work'), 'usage_id', usageIds).update({
      next_at: now,
      look_at: now,
      priority: 1,
    });
  });
}
