import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { replaySilenceMs } from '../replays';

const keptMs = 3_600_000;
/** Replays at the same time, whoever asked: each reads everything that is stored. */
export const mostRegistryReplays = 4;

/**
 * Takes a place for the replay of a list that nobody has proposed.
 *
 * @remarks
 * Race: one caller asks twice at once, on two replicas. An index lets one running row of theirs in. Different callers at
 * once may be a few more than the limit. One whose process ended is silent, and gives its place back.
 *
 * @param options - `by`: a user or a service
 * @returns its id; nothing where this caller has one under way, or too many others have
 */
export async function startRegistryReplay(options: {
  knex: Knex;
  by: string;
  base: number;
  now: string;
}): Promise<string | undefined> {
  const { knex, by, base, now } = options;
  const ago = (ms: number) => new Date(Date.parse(now) - ms).toISOString();
  return knex.transaction(async trx => {
    await trx('registry_replays').where('heard_at', '<', ago(keptMs)).delete();
    await trx('registry_replays')
      .where({ state: 'running' })
      .where('heard_at', '<=', ago(replaySilenceMs))
      .update({
        state: 'failed',
        problem: 'the process that replayed it has ended',
      });
    const [{ running }] = await trx('registry_replays')
      .where({ state: 'running' })
      .count({ running: '*' });
    if (Number(running) >= mostRegistryReplays) return undefined;
    const id = randomUUID();
    const added = await trx('registry_replays')
      .insert({
        ...{ id, by, base, state: 'running', done: 0 },
        ...{ started_at: now, heard_at: now },
      })
      .onConflict()
      .ignore()
      .returning('id');
    return added.length > 0 ? id : undefined;
  });
}
