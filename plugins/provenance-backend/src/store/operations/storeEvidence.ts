import type { Evidence } from '@countersign/domain';
import type { Knex } from 'knex';

/**
 * Keeps evidence by what it depends on: subject, material, authority content, verifier revision (S1.5).
 *
 * @remarks
 * Race: two looks verify the same. Verification is a function of the key and the clock; the later write wins, except
 * that a failure never replaces a proof: a replica whose clock runs behind must not undo what another proved. Rows are
 * written in the order of their keys, because two looks that locked them in different orders would wait for each other.
 */
export async function storeEvidence(options: {
  trx: Knex.Transaction;
  evidence: Evidence[];
  now: string;
}): Promise<void> {
  const { trx, evidence, now } = options;
  for (const one of [...evidence].sort(byKey)) {
    await trx('evidence')
      .insert({
        subject: one.subject,
        material: one.material,
        authority_digest: one.authorityDigest,
        verifier_revision: one.verifierRevision,
        status: one.outcome.status,
        content: JSON.stringify(one),
        verified_at: now,
      })
      .onConflict([
        'subject',
        'material',
        'authority_digest',
        'verifier_revision',
      ])
      .merge()
      .where('evidence.status', '<>', 'proven');
  }
}

function byKey(a: Evidence, b: Evidence): number {
  const key = (one: Evidence) => `${one.material} ${one.authorityDigest}`;
  return key(a) < key(b) ? -1 : 1;
}
