import type { Knex } from 'knex';
import { isPostgres } from '../dialect';
import { isFree } from '../dueWork';
import type { WorkRow } from '../rows';

/** Rows of one batch, and how soon the next one follows: as fast as a replica looks anyway. */
const batch = 100;
const everyMs = 2_000;
/** Batches at most, which is 15 minutes: of a hundred thousand each is larger. */
const mostBatches = 450;

/**
 * Lets what waited for a host that is back be looked at, some at a time: thousands of looks at once would be the next
 * outage. Who comes when follows from the hash of the artifact, so that what shares a look goes on sharing it.
 *
 * @remarks
 * Race: others claim, ask and discover meanwhile. Rows that somebody is at are left to whoever that is, and locked ones
 * are skipped on PostgreSQL, because a request for looks locks many in an order of its own: they are due already.
 */
export async function releaseWaiting(options: {
  trx: Knex.Transaction;
  host: string;
  now: Date;
}): Promise<void> {
  const { trx, now } = options;
  const waiting = waitingFor(options);
  const [{ count }] = await waiting.clone().count({ count: '*' });
  const batches = Math.min(Math.ceil(Number(count) / batch), mostBatches);
  if (batches === 0) return;
  const ids = waiting.select('usage_id');
  if (isPostgres(trx)) ids.forUpdate().skipLocked();
  const { sql, bindings } = instantOf(batches, now);
  // What the clock has to say is said in time, whenever the look is.
  const nextAt = `CASE WHEN judge_at < ${sql} THEN judge_at ELSE ${sql} END`;
  await trx<WorkRow>('work')
    .whereIn('usage_id', ids)
    .update({ next_at: trx.raw(nextAt, [...bindings, ...bindings]) as never });
}

/** What was told that it waits. A person's request does not. */
function waitingFor({
  trx,
  host,
  now,
}: {
  trx: Knex.Transaction;
  host: string;
  now: Date;
}): Knex.QueryBuilder {
  const instant = now.toISOString();
  return trx<WorkRow>('work')
    .where({ host, priority: 0 })
    .where('attempts', '>', 0)
    .where('look_at', '<=', instant)
    .where(isFree(instant));
}

/** The hashes are spread evenly, so as many lie below one bound as below another; they are compared as text. */
function instantOf(batches: number, now: Date) {
  const bindings: string[] = [];
  let sql = 'CASE';
  for (let i = 1; i < batches; i++) {
    const bound = Math.round((i / batches) * 0xffff);
    sql += ' WHEN COALESCE(artifact_key, usage_id) < ? THEN ?';
    bindings.push(bound.toString(16).padStart(4, '0'), after(i - 1, now));
  }
  if (batches === 1) return { sql: '?', bindings: [after(0, now)] };
  bindings.push(after(batches - 1, now));
  return { sql: `${sql} ELSE ? END`, bindings };
}

function after(batches: number, now: Date): string {
  return new Date(now.getTime() + batches * everyMs).toISOString();
}
