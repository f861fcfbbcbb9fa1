import type { Knex } from 'knex';
import { acceptedIn } from '../acceptedIn';
import { batchesOf } from '../batchesOf';
import type { LookToRecord } from './recordLooks';

/**
 * Keeps what was accepted over the digests that were found, so that it can be missed (S6.5).
 *
 * @remarks Race: runs within the transaction that holds the work rows of the usages.
 */
export async function rememberAccepted(
  trx: Knex.Transaction,
  looks: LookToRecord[],
): Promise<void> {
  const rows = looks.flatMap(
    ({ result: { current, digest, judgement }, now }) =>
      acceptedIn(judgement).map(material => ({
        usage_id: current.id,
        subject: digest,
        material,
        accepted_at: now,
      })),
  );
  const named = rows.filter(({ subject }) => subject !== undefined);
  for (const batch of batchesOf(named))
    await trx('accepted_materials')
      .insert(batch)
      .onConflict(['usage_id', 'subject', 'material'])
      .ignore();
}
