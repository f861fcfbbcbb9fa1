import type { Evidence } from '@countersign/domain';
import type { Knex } from 'knex';
import { batchesOf } from '../batchesOf';

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
  for (const batch of batchesOf(eachOnce(evidence)))
    await trx('evidence')
      .insert(batch.map(one => rowOf(one, now)))
      .onConflict([
        'subject',
        'material',
        'authority_digest',
        'verifier_revision',
      ])
      .merge()
      .where('evidence.status', '<>', 'proven');
}

/** Two authorities of the same content have one row, which one statement may write only once. */
function eachOnce(evidence: Evidence[]): Evidence[] {
  const rows = new Map<string, Evidence>();
  for (const one of evidence) {
    const key = keyOf(one);
    if (rows.get(key)?.outcome.status !== 'proven') rows.set(key, one);
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function keyOf(one: Evidence): string {
  return `${one.material} ${one.authorityDigest} ${one.subject} ${one.verifierRevision}`;
}

function rowOf(one: Evidence, now: string) {
  return {
    subject: one.subject,
    material: one.material,
    authority_digest: one.authorityDigest,
    verifier_revision: one.verifierRevision,
    status: one.outcome.status,
    content: JSON.stringify(one),
    verified_at: now,
  };
}
