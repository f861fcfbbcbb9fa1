import type { Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import { batchesOf } from '../batchesOf';
import { joinValues } from '../joinValues';
import type { LookToRecord } from './recordLooks';

/** What one look leaves behind, so that a later one can tell what is new and what is gone. */
export interface Signed {
  /** Signers whom a rule accepts and who were not known yet, as hashes. */
  accepted: string[];
  /**
   * All others whom an authority proves, and what is served and not accepted, as hashes; absent where they are the same,
   * or the look was not finished.
   */
  others?: string[];
  /** Materials of accepted signers, whatever they say, that were not known yet. */
  statements: Digest[];
}

interface SignedUsage {
  usageId: string;
  digest: Digest | undefined;
  signed: Signed;
  now: string;
}

/**
 * Keeps who signed what usages run, and what accepted signers said over their digests. Accepted signers are kept for
 * ever; of the others only those whose signature is served now, or strangers could fill the table. What was said over
 * another digest is forgotten: nobody looks there any more.
 *
 * @remarks Race: runs within the transaction that holds the work rows of the usages.
 */
export async function rememberSigned(
  trx: Knex.Transaction,
  looks: LookToRecord[],
): Promise<void> {
  const usages = looks.flatMap(({ result, now }) => {
    const { current, digest, signed } = result;
    return signed ? [{ usageId: current.id, digest, signed, now }] : [];
  });
  for (const usage of usages) await rememberOthers(trx, usage);
  const accepted = usages.flatMap(({ usageId, signed, now }) =>
    signed.accepted.map(signer => rowOf(usageId, signer, 1, now)),
  );
  // Once accepted is accepted before, whatever the rules say later.
  for (const batch of batchesOf(accepted))
    await trx('known_signers')
      .insert(batch)
      .onConflict(['usage_id', 'signer'])
      .merge(['accepted']);
  await rememberStatements(trx, usages);
}

async function rememberOthers(
  trx: Knex.Transaction,
  { usageId, signed: { others }, now }: SignedUsage,
) {
  if (!others) return;
  await trx('known_signers')
    .where({ usage_id: usageId, accepted: 0 })
    .whereNotIn('signer', others)
    .delete();
  for (const batch of batchesOf(others))
    await trx('known_signers')
      .insert(batch.map(signer => rowOf(usageId, signer, 0, now)))
      .onConflict(['usage_id', 'signer'])
      .ignore();
}

function rowOf(usageId: string, signer: string, accepted: number, now: string) {
  return { usage_id: usageId, signer, accepted, first_seen_at: now };
}

async function rememberStatements(
  trx: Knex.Transaction,
  usages: SignedUsage[],
) {
  const said = usages.filter(
    ({ digest, signed }) =>
      digest !== undefined && signed.statements.length > 0,
  );
  if (said.length === 0) return;
  await joinValues(
    trx,
    said.map(({ usageId, digest }) => [usageId, digest!]),
    `DELETE FROM known_statements WHERE usage_id IN (SELECT v.column1 FROM v)
      AND NOT EXISTS (SELECT 1 FROM v WHERE v.column1 = known_statements.usage_id
        AND v.column2 = known_statements.subject)`,
  );
  const rows = said.flatMap(({ usageId, digest, signed, now }) =>
    signed.statements.map(material => ({
      ...{ usage_id: usageId, subject: digest, material },
      first_seen_at: now,
    })),
  );
  for (const batch of batchesOf(rows))
    await trx('known_statements')
      .insert(batch)
      .onConflict(['usage_id', 'subject', 'material'])
      .ignore();
}
