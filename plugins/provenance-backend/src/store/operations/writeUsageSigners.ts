import type { Knex } from 'knex';
import { batchesOf } from '../batchesOf';
import { joinValues, type Value } from '../joinValues';
import { identityHash, shortHash, type SeenSigner } from '../seenSigners';
import { keptForms, type KeptForms } from '../signerForms';
import { storeSignerForms } from './storeSignerForms';
import { storeSigners } from './storeSigners';
import type { HeldUsage } from './writeCurrentUsages';

/** A usage of which the judgement was written. */
interface SignedUsage {
  usageId: string;
  /** As `current_usages` has it now. */
  held: HeldUsage;
  /** Absent where it cannot be said who signed. */
  signers: SeenSigner[] | undefined;
  now: string;
}

/** A signer, with how they signed as it is kept. */
interface KeptSigner extends SeenSigner {
  kept?: KeptForms;
}

/** One of which it is somebody else, or something else. */
interface ChangedUsage extends SignedUsage {
  signers: KeptSigner[];
  hash: string | null;
}

/**
 * Keeps who signed what usages run now. Where it is who it was, nothing is written or read: most looks find what the
 * one before found, and what it was came back with the row that was written anyway.
 *
 * @remarks
 * Race: whoever writes a judgement holds its row, so there is one writer for each usage. For the signers that usages
 * share see `storeSigners`.
 */
export async function writeUsageSigners(options: {
  trx: Knex.Transaction;
  usages: SignedUsage[];
}): Promise<void> {
  const { trx } = options;
  const changed = options.usages.map(asWritten).filter(hasChanged);
  if (changed.length === 0) return;
  const rows = changed.flatMap(rowsOf);
  const identities = changed.flatMap(({ signers }) =>
    signers.map(({ identity }) => identity),
  );
  const ids = await storeSigners({ trx, identities });
  await storeSignerForms({
    trx,
    forms: changed.flatMap(one =>
      one.signers.flatMap(({ kept }) => kept ?? []),
    ),
    now: latest(changed),
  });
  await removeOthers(trx, changed, ids);
  for (const batch of batchesOf(rows)) await upsert(trx, batch);
  await joinValues(
    trx,
    changed.map(({ usageId, hash }) => [usageId, hash]),
    `UPDATE current_usages SET signers_hash = v.column2 FROM v
      WHERE current_usages.usage_id = v.column1 RETURNING current_usages.usage_id`,
  );
}

function asWritten(usage: SignedUsage): ChangedUsage {
  const signers = usage.signers && eachOnce(usage.signers);
  const hash = signers ? hashOf(signers) : null;
  return { ...usage, signers: signers ?? [], hash };
}

function hasChanged({ hash, held }: ChangedUsage): boolean {
  return hash !== held.signersHash;
}

function latest(changed: ChangedUsage[]): string {
  return changed.map(({ now }) => now).reduce((a, b) => (a > b ? a : b));
}

/** Of a usage of which nobody could say it there are no rows. */
async function removeOthers(
  trx: Knex.Transaction,
  changed: ChangedUsage[],
  ids: ReadonlyMap<string, number>,
) {
  for (const { usageId, held, signers } of changed) {
    if (held.signersHash === null) continue;
    const kept = signers.map(({ identity }) => ids.get(identityHash(identity)));
    await trx('usage_signers')
      .where({ usage_id: usageId })
      .whereNotIn('signer_id', kept as number[])
      .delete();
  }
}

function rowsOf({ usageId, held, signers, now }: ChangedUsage): Value[][] {
  return signers.map(({ identity, accepted, knownAs, signed, kept }) => [
    ...[usageId, identityHash(identity), accepted ? 1 : 0],
    ...[held.entityRef, held.environment, knownAs, now],
    ...[shortHash([...signed].sort()), kept?.hash ?? null],
  ]);
}

/** Who signed a release before the last one is nobody new; findings remember them. */
function upsert(trx: Knex.Transaction, rows: Value[][]) {
  return joinValues(
    trx,
    rows,
    `INSERT INTO usage_signers (usage_id, signer_id, accepted, entity_ref, environment,
        first_seen_at, last_seen_at, signed_hash, forms_hash)
      SELECT v.column1, signers.id, v.column3, v.column4, v.column5,
        coalesce(known.first_seen_at, v.column7), v.column7, v.column8, v.column9
      FROM v JOIN signers ON signers.hash = v.column2
        LEFT JOIN known_signers AS known
          ON known.usage_id = v.column1 AND known.signer = v.column6
      WHERE true
      ON CONFLICT (usage_id, signer_id) DO UPDATE SET
        accepted = excluded.accepted, signed_hash = excluded.signed_hash,
        forms_hash = excluded.forms_hash,
        last_seen_at = CASE WHEN usage_signers.signed_hash = excluded.signed_hash
          THEN usage_signers.last_seen_at ELSE excluded.last_seen_at END`,
  );
}

/** A statement writes a row only once; one identity under two spellings of the same hash is one. */
function eachOnce(signers: SeenSigner[]): KeptSigner[] {
  const rows = new Map(
    signers.map(one => [
      identityHash(one.identity),
      { ...one, kept: keptForms(one.forms ?? []) },
    ]),
  );
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function hashOf(signers: KeptSigner[]): string {
  return shortHash(
    signers.map(({ identity, accepted, signed, kept }) => [
      ...[identityHash(identity), accepted],
      ...[[...signed].sort(), kept?.hash],
    ]),
  );
}
