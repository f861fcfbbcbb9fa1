import type { Alert } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import type { Held } from './readHeld';
import { lockTellings } from './lockTellings';
import { queueMessage } from './queueMessage';
import { summaryScope } from './readSpent';

/** Both databases limit the parameters of a statement. */
const chunk = 500;

/**
 * Queues the summary of what was held for one recipient, and holds it no longer.
 *
 * @remarks
 * Race: another replica may have summed up the same. Where one row is held no more nothing is written at all, or two
 * summaries would count it.
 *
 * @returns false where another replica came first
 */
export async function writeSummary(options: {
  knex: Knex;
  held: Held;
  alert: Alert;
  sinks: string[];
  now: string;
}): Promise<boolean> {
  const { knex, held, alert, sinks, now } = options;
  const { recipient, rows } = held;
  const trx = await knex.transaction();
  try {
    await lockTellings(trx);
    for (let i = 0; i < rows.length; i += chunk) {
      const ids = rows.slice(i, i + chunk).map(row => row.id);
      const count = await trx('held_news')
        .where({ recipient })
        .whereIn('outbox_id', ids)
        .delete();
      if (count !== ids.length) {
        await trx.rollback();
        return false;
      }
    }
    await queueMessage({ trx, alert, sinks, now });
    await trx('tellings').insert({
      ...{ recipient, scope: summaryScope, told_at: now },
    });
    await trx.commit();
    return true;
  } catch (error) {
    await trx.rollback();
    throw error;
  }
}
