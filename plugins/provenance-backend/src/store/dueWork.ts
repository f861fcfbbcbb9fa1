import type { Knex } from 'knex';

/* Order of rows of `work`, and conditions over them, each at one instant. */

/** Whoever waits for a person and then the longest due; or the longest due alone. */
export function dueFirst(longestDue: boolean) {
  const nextAt = { column: 'next_at', order: 'asc' };
  return longestDue
    ? [nextAt]
    : [{ column: 'priority', order: 'desc' }, nextAt];
}

/** Nobody is at it. */
export function isFree(instant: string): Knex.QueryCallback {
  return free =>
    free.whereNull('leased_until').orWhere('leased_until', '<=', instant);
}

/** Not only the clock has something to say. */
export function wantsLook(instant: string): Knex.QueryCallback {
  return due =>
    due
      .where('priority', 1)
      .orWhereNull('look_at')
      .orWhere('look_at', '<=', instant);
}

/** Whoever may be asked, or need not be. */
export function hasRoom(
  full: readonly string[],
  instant: string,
): Knex.QueryCallback {
  return any =>
    any
      .whereNull('host')
      .orWhereNotIn('host', [...full])
      .orWhere(onlyJudges(instant));
}

/** Of hosts that are down: a person's request, what was not told yet, and what the clock changes. */
export function isNews(
  closed: readonly string[],
  instant: string,
): Knex.QueryCallback {
  return any =>
    any
      .whereNull('host')
      .orWhereNotIn('host', [...closed])
      .orWhere('priority', 1)
      .orWhere('attempts', 0)
      .orWhere('judge_at', '<=', instant)
      .orWhere(onlyJudges(instant));
}

function onlyJudges(instant: string): Knex.QueryCallback {
  return due => due.where('priority', 0).where('look_at', '>', instant);
}
