import type { Knex } from 'knex';
import type { OutboxRow } from '../../tell/OutboxRow';

/** More than this at once is told in parts: it has to fit into memory. */
export const mostNews = 10_000;

/**
 * What waits to be told, oldest first, without the root causes that people were told of within the window.
 *
 * @remarks
 * Race: two replicas may read while one of them writes. It is one statement, so that a replica either sees a row as
 * waiting or sees that its cause was told: two of them can only tell the same rows, and `writeMessages` lets one of
 * those through.
 */
export async function listNews(options: {
  knex: Knex;
  /** Causes that were told after this instant have to wait. */
  toldAfter: string;
  limit?: number;
}): Promise<OutboxRow[]> {
  const { knex, toldAfter, limit = mostNews } = options;
  return knex<OutboxRow>('outbox')
    .whereNull('told_at')
    .whereNotExists(told =>
      told
        .from('outbox as told')
        .whereRaw('?? = ??', ['told.cause', 'outbox.cause'])
        .where('told.told_at', '>', toldAfter)
        .select('told.id'),
    )
    .orderBy('id')
    .limit(limit)
    .select('*');
}
