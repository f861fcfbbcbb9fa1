import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { batchesOf } from '../batchesOf';
import { removeCurrentUsage } from './removeCurrentUsage';

/**
 * Ends usages that nobody claims any more. What was found out about them stays.
 *
 * @remarks
 * Race: a look may be under way. Its work row goes before the state does, so that the late result finds no ticket.
 */
export async function endUsages(options: {
  trx: Knex.Transaction;
  ids: string[];
  now: string;
}): Promise<void> {
  const { trx, now } = options;
  for (const ids of batchesOf([...options.ids].sort())) {
    await trx('work').whereIn('usage_id', ids).update({ ticket: randomUUID() });
    await trx('work').whereIn('usage_id', ids).delete();
    await trx('usage_states')
      .whereIn('usage_id', ids)
      .whereNull('valid_to')
      .update({ valid_to: now });
    for (const usageId of ids) await removeCurrentUsage({ trx, usageId });
  }
}
