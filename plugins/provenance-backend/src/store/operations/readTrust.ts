import type { TrustRecord } from '@countersign/verifier';
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';

export interface TrustRow {
  key: string;
  revision: number;
  digest: string;
  content: string;
}

/**
 * The last good version of one authority. A row that somebody altered has a revision and no content.
 *
 * @remarks Race: another replica may write right after; whoever writes over this says which revision it read.
 */
export async function readTrust(options: {
  knex: Knex;
  key: string;
}): Promise<TrustRecord | undefined> {
  const { knex, key } = options;
  const row = await knex<TrustRow>('trust').where({ key }).first();
  // Revision 0 is a row that a writer has made and not filled yet.
  if (!row || row.revision === 0) return undefined;
  const { revision, content } = row;
  return row.digest === digestOfTrust(content)
    ? { revision, content }
    : { revision };
}

export function digestOfTrust(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
