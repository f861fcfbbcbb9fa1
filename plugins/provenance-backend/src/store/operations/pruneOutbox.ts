import type { Knex } from 'knex';

/**
 * Deletes what was told, sent or waited in vain long ago. The log keeps what happened; here is only the telling.
 *
 * @remarks
 * Race: none. A row that another replica deletes first is gone, which is what was wanted.
 *
 * @param before - ISO 8601; nothing younger is touched
 * @param untoldBefore - the same for what nobody was told of yet
 * @returns how much nobody was ever told of
 */
export async function pruneOutbox(options: {
  knex: Knex;
  before: string;
  untoldBefore: string;
}): Promise<{ untold: number; unsent: number }> {
  const { knex, before, untoldBefore } = options;
  const held = await knex('held_news')
    .where('held_at', '<', untoldBefore)
    .delete();
  await knex('outbox')
    .where('told_at', '<', before)
    .whereNotIn('id', knex('held_news').select('outbox_id'))
    .delete();
  await knex('messages').where('ended_at', '<', before).delete();
  await knex('tellings').where('told_at', '<', before).delete();
  const waiting = await knex('outbox')
    .whereNull('told_at')
    .where('happened_at', '<', untoldBefore)
    .delete();
  return {
    untold: waiting + held,
    // The sink that they wait for is gone: one that fails gives up by itself.
    unsent: await knex('messages')
      .whereNull('ended_at')
      .where('created_at', '<', before)
      .delete(),
  };
}
