import type { Knex } from 'knex';
import type { Replica, ReplicaRow } from '../generation';

/** Long after anybody asks for a replica that went away, and few rows of one that starts over and over. */
const keptMs = 3_600_000;

/**
 * Says that a replica is there, and forgets those that are not.
 *
 * @remarks
 * Race: none to lose; each replica writes its own row. One that was forgotten, because its clock or another one's was
 * wrong, is there again with its next report.
 */
export async function reportReplica(options: {
  knex: Knex;
  replica: Replica;
}): Promise<void> {
  const { knex, replica } = options;
  const row: ReplicaRow = {
    id: replica.id,
    content_hash: replica.generation,
    content: JSON.stringify(replica.content),
    generation: replica.worksUnder ?? null,
    why: replica.why ?? null,
    version: replica.version,
    started_at: replica.startedAt,
    last_seen_at: replica.lastSeenAt,
    left_at: replica.leftAt ?? null,
  };
  await knex<ReplicaRow>('replicas').insert(row).onConflict('id').merge();
  const oldest = new Date(Date.parse(replica.lastSeenAt) - keptMs);
  await knex<ReplicaRow>('replicas')
    .where('last_seen_at', '<', oldest.toISOString())
    .delete();
}
