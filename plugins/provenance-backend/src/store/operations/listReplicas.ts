import type { Knex } from 'knex';
import type { Replica, ReplicaRow } from '../generation';

/** More than anybody runs; what starts over and over must not fill the memory of those who ask. */
const most = 1_000;

/**
 * The replicas that reported lately, the newest report first.
 *
 * @remarks Race: a replica reports every few seconds; what is read is at most that old.
 */
export async function listReplicas(options: {
  knex: Knex;
}): Promise<Replica[]> {
  const rows = await options
    .knex<ReplicaRow>('replicas')
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .limit(most);
  return rows.map(row => ({
    id: row.id,
    generation: row.content_hash,
    content: JSON.parse(row.content),
    worksUnder: row.generation ?? undefined,
    why: row.why ?? undefined,
    version: row.version,
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
    ...(row.left_at !== null && { leftAt: row.left_at }),
  }));
}
