import type { Knex } from 'knex';

/** How a locator's newest pass ended. */
export type PassOutcome =
  | {
      status: 'finished';
      entities: number;
      claims: number;
      /** So much would have ended at once that nothing was. */
      isHeld: boolean;
      /** What went wrong, though not as a whole. */
      problem?: string;
    }
  | { status: 'failed'; problem: string };

/**
 * Keeps how a locator's pass ended. Only one that finished says that open claims were there at this instant.
 *
 * @remarks Race: none to lose. Two passes that end at once both saw the world; the later instant stays.
 */
export async function notePass(options: {
  knex: Knex;
  locator: string;
  outcome: PassOutcome;
  now: string;
}): Promise<void> {
  const { knex, locator, outcome, now } = options;
  const passes = () => knex('locator_passes');
  await passes()
    .insert({ locator, finished_at: '' })
    .onConflict('locator')
    .ignore();
  const since = (column: string) => knex.raw('coalesce(??, ?)', [column, now]);
  if (outcome.status === 'failed') {
    await passes()
      .where({ locator })
      .update({
        problem: outcome.problem,
        failing_since: since('failing_since'),
      });
    return;
  }
  const { entities, claims, isHeld, problem } = outcome;
  await passes()
    .where({ locator })
    .where('finished_at', '<=', now)
    .update({
      ...{ finished_at: now, entities, claims },
      problem: problem ?? null,
      failing_since: problem === undefined ? null : since('failing_since'),
      held_since: isHeld ? since('held_since') : null,
    });
}
