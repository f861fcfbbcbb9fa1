import type { Knex } from 'knex';
import type { Spent } from '../../tell/withinLimits';
import { whereIn } from '../dialect';

/** In the place of a scope: a summary closes what was held, and takes nobody's place. */
export const summaryScope = 'summary';

/**
 * What these recipients were told within the window, and what is held for them.
 *
 * @remarks Race: the caller's transaction holds `lockTellings`, so that nobody writes any of it until it ends.
 */
export async function readSpent(options: {
  trx: Knex.Transaction;
  recipients: string[];
  /** ISO 8601; what was told then or before does not count. */
  spentAfter: string;
}): Promise<Map<string, Spent>> {
  const { trx, spentAfter } = options;
  const recipients = [...new Set(options.recipients)];
  const told = await whereIn(trx('tellings'), 'recipient', recipients)
    .where('told_at', '>', spentAfter)
    .whereNot({ scope: summaryScope })
    .select('recipient', 'scope');
  const held = await whereIn(trx('held_news'), 'recipient', recipients)
    .distinct()
    .select('recipient', 'scope');
  const spent = new Map<string, { told: string[]; held: Set<string> }>();
  for (const recipient of recipients)
    spent.set(recipient, { told: [], held: new Set() });
  for (const row of told) spent.get(row.recipient)?.told.push(row.scope);
  for (const row of held) spent.get(row.recipient)?.held.add(row.scope);
  return spent;
}
