import type { Knex } from 'knex';
import { replayNewsColumns, type ReplayNews } from './noteReplay';

/**
 * Says how far the replay of a list is, or how it ended.
 *
 * @remarks
 * Race: it was given up, because this process was silent for too long. Nothing is written of one that does not run.
 *
 * @returns whether it still ran
 */
export async function noteRegistryReplay(options: {
  knex: Knex;
  id: string;
  news: ReplayNews;
  now: string;
}): Promise<boolean> {
  const { knex, id, news, now } = options;
  const count = await knex('registry_replays')
    .where({ id, state: 'running' })
    .update(replayNewsColumns(news, now));
  return count === 1;
}
