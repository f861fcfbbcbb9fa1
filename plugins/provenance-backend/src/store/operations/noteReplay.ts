import type { ReplayResult } from '@countersign/domain';
import type { Knex } from 'knex';

/** How a replay is: under way, done or failed. */
export type ReplayNews =
  | { state: 'running'; done: number }
  | { state: 'done'; result: ReplayResult }
  | { state: 'failed'; problem: string };

/**
 * Says how far a replay is, or how it ended.
 *
 * @remarks
 * Race: somebody else took it over, because this process was silent for too long. Nothing is written under a ticket that
 * is not that of the row any more.
 *
 * @returns whether it is still this ticket's
 */
export async function noteReplay(options: {
  knex: Knex;
  id: string;
  ticket: string;
  news: ReplayNews;
  now: string;
}): Promise<boolean> {
  const { knex, id, ticket, news, now } = options;
  const count = await knex('proposal_replays')
    .where({ proposal_id: id, ticket, state: 'running' })
    .update(replayNewsColumns(news, now));
  return count === 1;
}

/** What a row of a replay says then. */
export function replayNewsColumns(news: ReplayNews, now: string) {
  const { state } = news;
  return {
    ...{ state, heard_at: now },
    ...(state === 'running' && { done: news.done }),
    ...(state === 'done' && {
      result: JSON.stringify(news.result),
      done: news.result.counts.usages,
    }),
    ...(state === 'failed' && { problem: news.problem }),
  };
}
