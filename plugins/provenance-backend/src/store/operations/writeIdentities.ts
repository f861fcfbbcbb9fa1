import type { UsageIdentity } from '@countersign/domain';
import type { Knex } from 'knex';
import { batchesOf } from '../batchesOf';

/**
 * Keeps identities, each once and for ever.
 *
 * @remarks Race: two replicas may find the same usage; its id follows from the identity, so the second changes nothing.
 *
 * @returns the ids that were new: nothing else can be known about them
 */
export async function writeIdentities(options: {
  trx: Knex.Transaction;
  usages: { id: string; member?: string; identity: UsageIdentity }[];
  now: string;
}): Promise<Set<string>> {
  const { trx, usages, now } = options;
  const rows = new Map(
    usages.map(({ id, member, identity }) => [
      id,
      {
        id,
        entity_ref: identity.entityRef,
        kind: identity.kind,
        repository: identity.repository ?? null,
        environment: identity.environment ?? null,
        cloud: identity.cloud ?? null,
        location: identity.location ?? null,
        member: member ?? null,
        created_at: now,
      },
    ]),
  );
  const fresh = new Set<string>();
  for (const batch of batchesOf([...rows.values()].sort(byId))) {
    const inserted: { id: string }[] = await trx('usages')
      .insert(batch)
      .onConflict('id')
      .ignore()
      .returning('id');
    for (const { id } of inserted) fresh.add(id);
  }
  return fresh;
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
