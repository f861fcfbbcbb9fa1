import type { Alert } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { OutboxRow } from '../../tell/OutboxRow';

/** Both databases limit the parameters of a statement. */
const chunk = 500;

/**
 * Marks rows of the outbox as told and queues the messages that were made of them.
 *
 * @remarks
 * Race: another replica may have made messages of some of the same rows. Each row is locked and taken only where it
 * still waits; where one is missing nothing is written at all, or two messages would share what happened between them.
 * Rows are locked in the order of their ids, as everybody does.
 *
 * @returns false where another replica came first
 */
export async function writeMessages(options: {
  knex: Knex;
  rows: OutboxRow[];
  messages: Alert[];
  /** Names of those who send; each has a message of its own, because one may fail where another does not. */
  sinks: string[];
  now: string;
}): Promise<boolean> {
  const { knex, rows, messages, sinks, now } = options;
  const trx = await knex.transaction();
  try {
    for (let i = 0; i < rows.length; i += chunk) {
      const ids = rows.slice(i, i + chunk).map(row => row.id);
      if (!(await take(trx, ids, now))) {
        await trx.rollback();
        return false;
      }
    }
    for (const message of messages)
      for (const sink of sinks) await queue(trx, message, sink, now);
    await trx.commit();
    return true;
  } catch (error) {
    await trx.rollback();
    throw error;
  }
}

async function take(
  trx: Knex.Transaction,
  ids: OutboxRow['id'][],
  now: string,
): Promise<boolean> {
  const waiting = await trx('outbox')
    .whereIn('id', ids)
    .whereNull('told_at')
    .orderBy('id')
    .forUpdate()
    .select('id');
  if (waiting.length !== ids.length) return false;
  await trx('outbox').whereIn('id', ids).update({ told_at: now });
  return true;
}

async function queue(
  trx: Knex.Transaction,
  message: Alert,
  sink: string,
  now: string,
): Promise<void> {
  await trx('messages')
    .insert({
      id: message.id,
      sink,
      content: JSON.stringify(message),
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
