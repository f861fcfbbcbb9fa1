import type { Knex } from 'knex';

/**
 * Deletes what was told, sent or waited in vain long ago. The log keeps what happened; here is only the telling.
 *
 * @remarks
 * Race: none. A row that another replica deletes first is gone, which is what was wanted.
 *
 * @param before - ISO 8601; nothing younger is touched
 * @returns how much nobody was ever told of
 */
export async function pruneOutbox(options: {
  knex: Knex;
  before: string;
}): Promise<{ untold: number; unsent: number }> {
  const { knex, before } = options;
  await knex('outbox').where('told_at', '<', before).delete();
  await knex('messages').where('ended_at', '<', before).delete();
  return {
    untold: await knex('outbox')
      .whereNull('told_at')
      .where('happened_at', '<', before)
      .delete(),
    // The sink that they wait for is gone: one that fails gives up by itself.
    unsent: await knex('messages')
      .whereNull('ended_at')
      .where('created_at', '<', before)
      .delete(),
  };
}
