import type { Knex } from 'knex';

/* Conditions over rows of `work`, each at one instant. */

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
