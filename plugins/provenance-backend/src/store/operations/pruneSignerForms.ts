import type { Knex } from 'knex';
import { whereIn } from '../dialect';

/** So long nothing is removed after it was written: whoever writes it may refer to it later. */
export const formsAreYoungMs = 86_400_000;

const batchSize = 500;

/**
 * Removes how signers signed what does not run any more, up to one batch: it is personal data.
 *
 * @remarks Race: see `storeSignerForms`.
 * @returns how many were removed; 0 where none are left
 */
export async function pruneSignerForms(options: {
  knex: Knex;
  now: Date;
}): Promise<number> {
  const { knex, now } = options;
  const before = new Date(now.getTime() - formsAreYoungMs).toISOString();
  const unused = () =>
    knex('signer_forms')
      .where('written_at', '<', before)
      .whereNotExists(usage =>
        usage
          .from('usage_signers')
          .whereRaw('usage_signers.forms_hash = signer_forms.hash'),
      );
  const hashes: string[] = await unused()
    .orderBy('id')
    .limit(batchSize)
    .pluck('hash');
  const gone: number = await whereIn(unused(), 'hash', hashes).delete();
  return gone;
}
