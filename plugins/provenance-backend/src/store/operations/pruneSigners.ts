import type { Knex } from 'knex';
import { whereIn } from '../dialect';

const batchSize = 500;

/**
 * Removes identities that have signed nothing that runs, up to one batch: they are personal data, and what there is to
 * say of a digest that ran once is said by its evidence.
 *
 * @remarks
 * Race: a look may bring one of them again. It locks them first; whoever comes second sees what the other did, because
 * what refers to them is read again in a statement of its own, under the lock.
 *
 * @returns how many were removed; 0 where none are left
 */
export async function pruneSigners(options: { knex: Knex }): Promise<number> {
  return options.knex.transaction(async trx => {
    const hashes: string[] = await unused(trx)
      .orderBy('hash')
      .limit(batchSize)
      .forUpdate()
      .pluck('hash');
    const gone: number = await whereIn(unused(trx), 'hash', hashes).delete();
    return gone;
  });
}

function unused(trx: Knex.Transaction) {
  return trx('signers').whereNotExists(usage =>
    usage
      .from('usage_signers')
      .whereRaw('usage_signers.signer_id = signers.id'),
  );
}
