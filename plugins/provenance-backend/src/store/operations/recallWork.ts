import type { Knex } from 'knex';
import { isPostgres } from '../dialect';
import { isFree } from '../dueWork';
import type { WorkRow } from '../rows';
import { clocksApartMs } from '../settleDates';

/** At once, so that the statement stays short and no registry is asked for everything in the same second. */
const most = 1_000;

/** How often within an interval one row is brought back, while a clock goes on being wrong. */
const oftenWithin = 8;

/**
 * Makes due at once what lies further ahead than anybody plans: a clock that was ahead for a moment would otherwise keep
 * everything that was looked at in that moment from being looked at for as long as it was ahead.
 *
 * Of a claim that ends too late only the end is brought back, to the latest that a claim of now may have. Whoever holds
 * it and lives renews it long before; of a dead one it ends.
 *
 * @remarks
 * Race: other replicas do the same, and what they brought back is not ahead any more. Locked rows are skipped on
 * PostgreSQL, where somebody claims or finishes them at this moment.
 *
 * To a replica whose own clock is behind every plan of the others is ahead, and every claim of theirs. What it does to
 * them is a look too early, or a claim that another one takes over, whose late result its ticket then discards. So that
 * it does not do that every minute, for ever, each row is brought back once within an eighth of the interval; an instant of
 * `recalled_at` that lies ahead itself was written by a clock that was wrong and keeps nobody.
 *
 * @returns how many rows were brought back
 */
export async function recallWork(options: {
  knex: Knex;
  now: Date;
  /** Between two looks; nothing is planned for later. */
  intervalMs: number;
  leaseMs: number;
}): Promise<number> {
  const { knex, leaseMs } = options;
  const instants = instantsOf(options);
  const plans = ahead(knex, instants)
    // Written out for the index: it begins with the priority, and there are two.
    .whereIn('priority', [0, 1])
    .where('next_at', '>', instants.latestPlan)
    .where(isFree(instants.now));
  const claims = ahead(knex, instants).where(
    'leased_until',
    '>',
    instants.latestLease,
  );
  const released = await recall(knex, claims, {
    ...instants,
    leasedUntil: plus(options.now, leaseMs),
  });
  return released + (await recall(knex, plans, instants));
}

type Instants = ReturnType<typeof instantsOf>;

function instantsOf(options: {
  now: Date;
  intervalMs: number;
  leaseMs: number;
}) {
  const { now, intervalMs, leaseMs } = options;
  return {
    now: now.toISOString(),
    latestPlan: plus(now, intervalMs + clocksApartMs),
    latestLease: plus(now, leaseMs + clocksApartMs),
    lately: plus(now, -intervalMs / oftenWithin),
  };
}

function plus(now: Date, milliseconds: number): string {
  return new Date(now.getTime() + milliseconds).toISOString();
}

/** Rows that were not brought back lately. */
function ahead(knex: Knex, { now, lately }: Instants): Knex.QueryBuilder {
  return knex<WorkRow>('work')
    .where(not =>
      not
        .whereNull('recalled_at')
        .orWhere('recalled_at', '<=', lately)
        .orWhere('recalled_at', '>', now),
    )
    .limit(most)
    .select('usage_id');
}

async function recall(
  knex: Knex,
  rows: Knex.QueryBuilder,
  { now, leasedUntil = null }: { now: string; leasedUntil?: string | null },
): Promise<number> {
  if (isPostgres(knex)) rows.forUpdate().skipLocked();
  const earlier = (column: string) =>
    knex.raw('CASE WHEN ?? > ? THEN ? ELSE ?? END', [column, now, now, column]);
  return knex('work')
    .whereIn('usage_id', rows)
    .update({
      next_at: earlier('next_at'),
      look_at: earlier('look_at'),
      leased_until: leasedUntil,
      recalled_at: now,
    });
}
