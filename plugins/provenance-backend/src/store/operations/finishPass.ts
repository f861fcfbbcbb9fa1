import type { Knex } from 'knex';

/**
 * Notes that a locator saw everything: open claims were there at this instant.
 *
 * @remarks
 * Race: none to lose. Two passes that end at once both saw the world; the later instant stays.
 */
export async function finishPass(options: {
  knex: Knex;
  locator: string;
  now: string;
}): Promise<void> {
  const { knex, locator, now } = options;
  await knex('locator_passes')
    .insert({ locator, finished_at: now })
    .onConflict('locator')
    .merge()
    .where('locator_passes.finished_at', '<', now);
}
