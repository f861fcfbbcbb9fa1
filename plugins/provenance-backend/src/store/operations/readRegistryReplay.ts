import type { Knex } from 'knex';
import type { ReplayRow, StoredRegistryReplay } from '../replays';

/**
 * A replay of a list, to whoever asked for it.
 *
 * @remarks
 * Race: it goes on meanwhile. One row is read.
 */
export async function readRegistryReplay(options: {
  knex: Knex;
  id: string;
  by: string;
}): Promise<StoredRegistryReplay | undefined> {
  const { knex, id, by } = options;
  const row: (ReplayRow & { id: string; base: number }) | undefined =
    await knex('registry_replays').where({ id, by }).first();
  return (
    row && {
      ...{ id: row.id, base: row.base, state: row.state, done: row.done },
      ...{ startedAt: row.started_at, heardAt: row.heard_at },
      ...(row.result !== null && { result: JSON.parse(row.result) }),
      ...(row.problem !== null && { problem: row.problem }),
    }
  );
}
