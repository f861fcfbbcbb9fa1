import type { Knex } from 'knex';
import { isPostgres } from '../dialect';
import { isFree } from '../dueWork';
import type { WorkRow } from '../rows';

/** At once, so that the statement stays short; the next claim goes on. */
const most = 1_000;

/**
 * Lets looks at a host that is down wait until it is tried: thousands of rows that nobody may take would otherwise lie
 * before all others in every claim. Only those of which was told that they wait; a person's request does not.
 *
 * @remarks
 * Race: another replica may claim or defer the same rows, or somebody may ask for a look. Locked rows are skipped on
 * PostgreSQL, and SQLite does it in one statement.
 */
export async function deferUnreachable(options: {
  knex: Knex;
  host: string;
  until: string;
  now: Date;
}): Promise<void> {
  const { knex, host, until, now } = options;
  const instant = now.toISOString();
  const waiting = knex<WorkRow>('work')
    .where({ host, priority: 0 })
    .where('attempts', '>', 0)
    .where('next_at', '<=', instant)
    .where('look_at', '<=', instant)
    .where(isFree(instant))
    .where(later =>
      later.whereNull('judge_at').orWhere('judge_at', '>', instant),
    )
    .limit(most)
    .select('usage_id');
  if (isPostgres(knex)) waiting.forUpdate().skipLocked();
  await knex<WorkRow>('work')
    .whereIn('usage_id', waiting)
    .update({
      next_at: knex.raw('CASE WHEN judge_at < ? THEN judge_at ELSE ? END', [
        until,
        until,
      ]) as never,
    });
}
