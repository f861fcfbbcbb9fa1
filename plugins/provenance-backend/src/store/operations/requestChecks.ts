import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import type { CurrentUsageRow, WorkRow } from '../rows';
import { countChecks } from './countChecks';

/** How long a look speaks for whoever asks for one. */
const justNowMs = 10_000;

/** What becomes of a request for looks, by usage. */
export type RequestedChecks =
  | {
      status: 'accepted';
      /** Are looked at as soon as there is a place: by this request, or by one before it. */
      checking: string[];
      /** A look that was complete ended within the last ten seconds; no other is made. */
      justLooked: string[];
    }
  | { status: 'too-many'; retryAt: Date };

/**
 * Makes looks due at once and lets them jump the queue. What waits for a person already goes on waiting as it is.
 *
 * @remarks
 * Race: a look that is under way began before the request and must not be its answer. The lease stays, so that nobody
 * looks twice at the same time; the due instant changes, and a look that ends finds it changed and leaves it.
 *
 * Discovery may change the same rows in one transaction. Both lock them in the order of their ids; one statement over
 * many would lock in an order of its own, and the two could wait for each other.
 *
 * @param options - `by` is the hash of who asks, whose looks are counted; absent: nobody's
 */
export async function requestChecks(options: {
  knex: Knex;
  usageIds: string[];
  now: string;
  by?: string;
}): Promise<RequestedChecks> {
  const { knex, usageIds, now, by } = options;
  return knex.transaction(async trx => {
    const rows: WorkRow[] = await whereIn(trx('work'), 'usage_id', usageIds)
      .orderBy('usage_id')
      .forUpdate();
    const justLooked = await lookedJustNow(trx, rows, now);
    const checking = rows.filter(row => !justLooked.has(row.usage_id));
    const asked = checking
      .filter(row => !waits(row, now))
      .map(row => row.usage_id);
    if (asked.length > 0) {
      const count = asked.length;
      const refusal =
        by === undefined
          ? undefined
          : await countChecks({ trx, by, count, now: new Date(now) });
      if (refusal) return { status: 'too-many', ...refusal };
      await whereIn(trx('work'), 'usage_id', asked).update({
        next_at: now,
        look_at: now,
        priority: 1,
      });
    }
    return {
      status: 'accepted',
      checking: checking.map(row => row.usage_id),
      justLooked: [...justLooked],
    };
  });
}

/** Somebody asked, and nobody has begun: the look that comes is the answer to all who ask until then. */
function waits(row: WorkRow, now: string): boolean {
  return row.priority === 1 && row.next_at <= now && isFree(row, now);
}

function isFree({ leased_until: until }: WorkRow, now: string): boolean {
  return until === null || until <= now;
}

/** Nothing is due, nobody is at it, and the last look was not kept from the end by infrastructure. */
async function lookedJustNow(
  trx: Knex.Transaction,
  rows: WorkRow[],
  now: string,
): Promise<Set<string>> {
  const quiet = rows
    .filter(row => row.priority === 0 && row.attempts === 0 && isFree(row, now))
    .filter(row => row.look_at !== null && row.look_at > now)
    .map(row => row.usage_id);
  const since = new Date(Date.parse(now) - justNowMs).toISOString();
  const looked: Pick<CurrentUsageRow, 'usage_id'>[] = await whereIn(
    trx('current_usages'),
    'usage_id',
    quiet,
  )
    .where('last_checked_at', '>', since)
    // A look that another replica's clock puts into the future would speak for ever.
    .where('last_checked_at', '<=', now)
    .select('usage_id');
  return new Set(looked.map(row => row.usage_id));
}
