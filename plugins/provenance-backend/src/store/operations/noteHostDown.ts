import type { Knex } from 'knex';
import { newsOfHost } from '../../tell/newsOf';
import { noteNews } from './noteNews';

/**
 * Tells the operators that a host went down. For whoever writes that it did, when it did: not again while it stays so.
 *
 * @remarks
 * Race: every replica meets the outage. The caller's transaction holds the row of the host, so that one of them goes
 * from up to down.
 *
 * @param code - why it counts as down
 */
export async function noteHostDown(options: {
  trx: Knex.Transaction;
  host: string;
  code: string;
  now: string;
}): Promise<void> {
  const { trx, host, code, now } = options;
  await noteNews({
    trx,
    news: newsOfHost(host),
    about: { subject: host, code },
    now,
  });
}
