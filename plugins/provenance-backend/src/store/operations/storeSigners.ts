import type { Knex } from 'knex';
import { batchesOf } from '../batchesOf';
import { whereIn } from '../dialect';
import type { SignerRow } from '../rows';
import { identityHash, type ListedIdentity } from '../seenSigners';

/** Whatever removes a signer again does so once a day; nobody loses this often. */
const mostTries = 5;

/**
 * Keeps identities, each once.
 *
 * @remarks
 * Race: two looks bring the same new signer. Both write in the order of the hashes, so that neither waits for the other
 * in a circle. `pruneSigners` may remove one that is there already and that nobody refers to yet: each is locked
 * against that, as a reference would lock it, and one that went meanwhile is written again.
 *
 * @returns the ids, by hash
 */
export async function storeSigners(options: {
  trx: Knex.Transaction;
  identities: ListedIdentity[];
}): Promise<Map<string, number>> {
  const { trx, identities } = options;
  if (identities.length === 0) return new Map();
  const rows = new Map(identities.map(one => [identityHash(one), one]));
  const hashes = [...rows.keys()].sort();
  for (let tries = 0; tries < mostTries; tries++) {
    const ids = await lock(trx, hashes);
    const missing = hashes.filter(hash => !ids.has(hash));
    if (missing.length === 0) return ids;
    for (const batch of batchesOf(missing))
      await trx('signers')
        .insert(batch.map(hash => rowOf(hash, rows.get(hash)!)))
        .onConflict('hash')
        .ignore();
  }
  throw new Error('signers are removed as fast as they are written');
}

async function lock(trx: Knex.Transaction, hashes: string[]) {
  const rows: Pick<SignerRow, 'id' | 'hash'>[] = await whereIn(
    trx('signers'),
    'hash',
    hashes,
  )
    .orderBy('hash')
    .forKeyShare()
    .select('id', 'hash');
  return new Map(rows.map(({ id, hash }) => [hash, Number(id)]));
}

function rowOf(hash: string, one: ListedIdentity): Omit<SignerRow, 'id'> {
  return {
    hash,
    type: one.type,
    authority: one.authority,
    issuer: one.issuer ?? null,
    subject: one.subject ?? null,
    subject_type: one.subjectType ?? null,
    fingerprint: one.fingerprint ?? null,
  };
}
