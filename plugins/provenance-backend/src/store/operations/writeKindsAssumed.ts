import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { batchesOf } from '../batchesOf';
import { whereIn } from '../dialect';
import type { WantedUsage } from './beginUsages';

/**
 * Takes down that somebody named the kind of usages that hold already, or that nobody does any more. Nothing else of
 * them changed: what was seen stays, and they are judged again from it at once.
 *
 * @remarks
 * Race: a look that began before, or a verdict from stored knowledge, would be on the kind of before. The work row gets
 * another ticket before anything else is written, and the judgement another revision, so that both are discarded.
 */
export async function writeKindsAssumed(options: {
  trx: Knex.Transaction;
  wanted: WantedUsage[];
  now: string;
}): Promise<void> {
  const { trx, wanted, now } = options;
  const sorted = [...wanted].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const isKindAssumed of [true, false]) {
    const ids = sorted
      .filter(one => (one.isKindAssumed ?? false) === isKindAssumed)
      .map(({ id }) => id);
    for (const batch of batchesOf(ids)) {
      const work = () => whereIn(trx('work'), 'usage_id', batch);
      await work().update({
        ...{ judge_at: now, leased_until: null, ticket: randomUUID() },
      });
      await work().where('next_at', '>', now).update({ next_at: now });
      await whereIn(trx('usage_states'), 'usage_id', batch)
        .whereNull('valid_to')
        .update({ kind_assumed: isKindAssumed ? 1 : 0 });
      await whereIn(trx('judgements'), 'usage_id', batch).increment('revision');
    }
  }
}
