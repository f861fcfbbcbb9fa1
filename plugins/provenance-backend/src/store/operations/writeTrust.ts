import type { Knex } from 'knex';
import { digestOfTrust, type TrustRow } from './readTrust';

/**
 * Keeps a new version of one authority where nobody else did since `expected` was read.
 *
 * @remarks
 * Race: replicas refresh at the same time, and one of them may be slow and hold an older version. The row is made
 * empty where it does not exist; then one statement compares and sets, and the database lets one writer through.
 *
 * @returns false where another one was faster
 */
export async function writeTrust(options: {
  knex: Knex;
  key: string;
  content: string;
  expected: number;
}): Promise<boolean> {
  const { knex, key, content, expected } = options;
  if (expected === 0) {
    await knex<TrustRow>('trust')
      .insert({ key, revision: 0, digest: digestOfTrust(''), content: '' })
      .onConflict('key')
      .ignore();
  }
  const count = await knex<TrustRow>('trust')
    .where({ key, revision: expected })
    .update({
      revision: expected + 1,
      digest: digestOfTrust(content),
      content,
    });
  return count === 1;
}
