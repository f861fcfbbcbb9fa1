import type { Knex } from 'knex';
import { batchesOf } from '../batchesOf';
import type { KeptForms } from '../signerForms';
import { formsAreYoungMs } from './pruneSignerForms';

/**
 * Keeps how signers signed, each content once.
 *
 * @remarks
 * Race: `pruneSignerForms` may remove what nobody refers to yet. It leaves alone what is young; what is half as old is
 * written anew here, and the lock of that outlasts this transaction's reference. In the order of the hashes, so that two
 * looks do not wait for each other in a circle.
 */
export async function storeSignerForms(options: {
  trx: Knex.Transaction;
  forms: KeptForms[];
  now: string;
}): Promise<void> {
  const { trx, now } = options;
  const contents = new Map(
    options.forms.map(({ hash, content }) => [hash, content]),
  );
  const since = new Date(Date.parse(now) - formsAreYoungMs / 2).toISOString();
  const rows = [...contents]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([hash, content]) => ({ hash, content, written_at: now }));
  for (const batch of batchesOf(rows))
    await trx('signer_forms')
      .insert(batch)
      .onConflict('hash')
      .merge(['written_at'])
      .where('signer_forms.written_at', '<=', since);
}
