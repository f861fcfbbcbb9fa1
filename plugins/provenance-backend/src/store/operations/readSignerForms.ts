import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import type { SignerFormsRow } from '../rows';

/**
 * How signers signed, as JSON by its hash. What was removed or erased meanwhile is not there.
 */
export async function readSignerForms(options: {
  knex: Knex;
  hashes: Iterable<string>;
}): Promise<Map<string, string>> {
  const { knex, hashes } = options;
  const rows: Pick<SignerFormsRow, 'hash' | 'content'>[] = await whereIn(
    knex('signer_forms').select('hash', 'content'),
    'hash',
    hashes,
  );
  return new Map(rows.map(({ hash, content }) => [hash, content]));
}
