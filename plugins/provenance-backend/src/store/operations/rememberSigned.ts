import type { Digest } from '@countersign/domain';
import type { Knex } from 'knex';

/** What one look leaves behind, so that a later one can tell what is new and what is gone. */
export interface Signed {
  /** Signers whom a rule accepts and who were not known yet, as hashes. */
  accepted: string[];
  /** All others whom an authority proves; absent where they are the same, or the look was not finished. */
  others?: string[];
  /** Materials of accepted signers, whatever they say, that were not known yet. */
  statements: Digest[];
}

/**
 * Keeps who signed what a usage runs, and what accepted signers said over its digest. Accepted signers are kept for
 * ever; of the others only those whose signature is served now, or strangers could fill the table. What was said over
 * another digest is forgotten: nobody looks there any more.
 *
 * @remarks Race: runs within the transaction that holds the work row of the usage.
 */
export async function rememberSigned(options: {
  trx: Knex.Transaction;
  usageId: string;
  digest: Digest | undefined;
  signed: Signed;
  now: string;
}): Promise<void> {
  const { trx, usageId, digest, signed, now } = options;
  const row = { usage_id: usageId, first_seen_at: now };
  const { accepted, others, statements } = signed;
  if (others) {
    await trx('known_signers')
      .where({ usage_id: usageId, accepted: 0 })
      .whereNotIn('signer', others)
      .delete();
    await insertSigners(
      trx,
      others.map(signer => ({ ...row, signer, accepted: 0 })),
    );
  }
  await insertSigners(
    trx,
    accepted.map(signer => ({ ...row, signer, accepted: 1 })),
  );
  if (digest === undefined || statements.length === 0) return;
  await trx('known_statements')
    .where({ usage_id: usageId })
    .whereNot({ subject: digest })
    .delete();
  await trx('known_statements')
    .insert(statements.map(material => ({ ...row, subject: digest, material })))
    .onConflict(['usage_id', 'subject', 'material'])
    .ignore();
}

/** Once accepted is accepted before, whatever the rules say later. */
async function insertSigners(
  trx: Knex.Transaction,
  rows: { usage_id: string; signer: string; accepted: number }[],
) {
  if (rows.length === 0) return;
  const insert = trx('known_signers')
    .insert(rows)
    .onConflict(['usage_id', 'signer']);
  if (rows[0].accepted === 1) await insert.merge(['accepted']);
  else await insert.ignore();
}
