import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { batchesOf } from '../batchesOf';
import { whereIn } from '../dialect';

/**
 * Has the usages of entities judged again from what is stored, because the catalog says something else of them. Nobody
 * is asked for it: a look that is due stays due, and no other one is made.
 *
 * @remarks
 * Race: a look that began before, or a verdict from stored knowledge, would be on the words of before. Called in the
 * transaction that writes the words: the work row gets another ticket, and the judgement another revision, so that both
 * are discarded. Work rows are locked in the order of their ids, as a request for looks locks them.
 */
export async function judgeEntitiesAgain(options: {
  trx: Knex.Transaction;
  entityRefs: string[];
  now: string;
}): Promise<void> {
  const { trx, entityRefs, now } = options;
  if (entityRefs.length === 0) return;
  const rows: { usage_id: string }[] = await whereIn(
    trx('work').join('usages', 'usages.id', 'work.usage_id'),
    'usages.entity_ref',
    entityRefs,
  )
    .orderBy('work.usage_id')
    .forUpdate('work')
    .select('work.usage_id');
  for (const batch of batchesOf(rows.map(row => row.usage_id))) {
    const work = () => whereIn(trx('work'), 'usage_id', batch);
    await work().update({
      ...{ judge_at: now, leased_until: null, ticket: randomUUID() },
    });
    await work().where('next_at', '>', now).update({ next_at: now });
    await whereIn(trx('judgements'), 'usage_id', batch).increment('revision');
  }
}
