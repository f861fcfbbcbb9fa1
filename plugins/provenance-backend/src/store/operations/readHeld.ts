import type { Knex } from 'knex';
import type { OutboxRow } from '../../tell/OutboxRow';
import { mostNews } from './listNews';
import { summaryScope } from './readSpent';

/** What waits for one recipient, oldest first. */
export interface Held {
  recipient: string;
  rows: OutboxRow[];
}

/**
 * Reads what waits for whoever has waited longest, once that has been as long as the window and so has their last
 * summary.
 *
 * @remarks
 * Race: two replicas may read the same; `writeSummary` lets one of them through. More than fits into memory is left to
 * the next summary.
 *
 * @param before - held then or earlier, and summed up no later. ISO 8601
 * @returns undefined where nobody has waited for so long
 */
export async function readHeld(options: {
  knex: Knex;
  before: string;
  limit?: number;
}): Promise<Held | undefined> {
  const { knex, before, limit = mostNews } = options;
  const first = await knex('held_news')
    .where('held_at', '<=', before)
    .whereNotExists(summary =>
      summary
        .from('tellings')
        .whereRaw('?? = ??', ['tellings.recipient', 'held_news.recipient'])
        .where({ scope: summaryScope })
        .where('told_at', '>', before)
        .select('tellings.id'),
    )
    .orderBy('held_at')
    .first('recipient');
  if (!first) return undefined;
  const { recipient } = first;
  const rows: OutboxRow[] = await knex<OutboxRow>('outbox')
    .whereIn(
      'id',
      knex('held_news').where({ recipient }).select('outbox_id') as never,
    )
    .orderBy('id')
    .limit(limit)
    .select('*');
  return { recipient, rows };
}
