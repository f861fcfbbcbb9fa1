import type { Knex } from 'knex';
import type { OutboxRow } from '../../tell/OutboxRow';
import { withinLimits, type Draft } from '../../tell/withinLimits';
import { batchesOf } from '../batchesOf';
import { lockTellings } from './lockTellings';
import { queueMessage } from './queueMessage';
import { readSpent } from './readSpent';

/** Both databases limit the parameters of a statement. */
const chunk = 500;

/**
 * Marks rows of the outbox as told, queues the messages that were made of them, and holds what is more than their
 * recipients are told within the window.
 *
 * @remarks
 * Race: another replica may have made messages of some of the same rows. Each row is locked and taken only where it
 * still waits; where one is missing nothing is written at all, or two messages would share what happened between them.
 * Rows are locked in the order of their ids, as everybody does. What recipients were told is counted by one replica at
 * a time, or two of them would both find the last place free.
 *
 * @param spentAfter - messages of this instant and before do not count any more. ISO 8601
 * @returns false where another replica came first
 */
export async function writeMessages(options: {
  knex: Knex;
  rows: OutboxRow[];
  drafts: Draft[];
  /** Names of those who send; each has a message of its own, because one may fail where another does not. */
  sinks: string[];
  spentAfter: string;
  now: string;
}): Promise<boolean> {
  const { knex, rows, now } = options;
  const trx = await knex.transaction();
  try {
    await lockTellings(trx);
    for (let i = 0; i < rows.length; i += chunk) {
      const ids = rows.slice(i, i + chunk).map(row => row.id);
      if (!(await take(trx, ids, now))) {
        await trx.rollback();
        return false;
      }
    }
    await share(trx, options);
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

async function share(
  trx: Knex.Transaction,
  options: {
    drafts: Draft[];
    sinks: string[];
    spentAfter: string;
    now: string;
  },
): Promise<void> {
  const { drafts, sinks, spentAfter, now } = options;
  const recipients = drafts.flatMap(({ alert }) => alert.recipients);
  const spent = await readSpent({ trx, recipients, spentAfter });
  const { send, told, held } = withinLimits(drafts, spent);
  for (const alert of send) await queueMessage({ trx, alert, sinks, now });
  for (const batch of batchesOf(told))
    await trx('tellings').insert(batch.map(one => ({ ...one, told_at: now })));
  for (const batch of batchesOf(held))
    await trx('held_news')
      .insert(
        batch.map(({ recipient, scope, outboxId }) => ({
          ...{ recipient, scope },
          ...{ outbox_id: outboxId, held_at: now },
        })),
      )
      .onConflict(['recipient', 'outbox_id'])
      .ignore();
}
