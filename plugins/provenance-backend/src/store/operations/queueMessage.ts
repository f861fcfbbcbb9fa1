import type { Alert } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';

/**
 * Queues a message, once for each sink: one may fail where another does not.
 *
 * @remarks
 * Race: see `writeMessages`, whose transaction this is. A message that is there already stays as it is.
 */
export async function queueMessage(options: {
  trx: Knex.Transaction;
  alert: Alert;
  sinks: string[];
  now: string;
}): Promise<void> {
  const { trx, alert, sinks, now } = options;
  for (const sink of sinks)
    await trx('messages')
      .insert({
        id: alert.id,
        sink,
        content: JSON.stringify(alert),
        created_at: now,
        next_at: now,
        leased_until: null,
        ticket: randomUUID(),
        attempts: 0,
        ended_at: null,
        outcome: null,
      })
      .onConflict(['id', 'sink'])
      .ignore();
}
