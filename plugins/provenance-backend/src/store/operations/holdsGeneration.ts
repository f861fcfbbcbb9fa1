import type { Knex } from 'knex';
import { isPostgres } from '../dialect';
import type { GenerationRow } from '../generation';

/** What was judged, was judged under a generation that is not the active one any more (S6.3). */
export class GenerationMovedError extends Error {
  readonly name = 'GenerationMovedError';

  constructor() {
    super('another generation is active by now');
  }
}

/**
 * Whether a generation is the active one, and stays so until the transaction ends.
 *
 * @remarks
 * Race: a replica looks or judges, and another one puts a newer generation into force before it writes. On PostgreSQL
 * the row is locked, and a proposal waits until the transaction has ended; SQLite runs one transaction at a time. Called
 * first in a transaction, before any other lock.
 *
 * @returns true also where nobody proposed anything yet: an engine works only after it has
 */
export async function holdsGeneration(options: {
  trx: Knex.Transaction;
  /** Hash of the content by which was looked or judged. */
  generation: string;
}): Promise<boolean> {
  const { trx, generation } = options;
  const row = await holdNewest(trx);
  return row === undefined || row.content_hash === generation;
}

/** The active generation, which stays so until the transaction ends; undefined before the first. */
export function holdNewest(
  trx: Knex.Transaction,
): Promise<Pick<GenerationRow, 'number' | 'content_hash'> | undefined> {
  const newest = trx<GenerationRow>('generations')
    .orderBy('number', 'desc')
    .first('number', 'content_hash');
  return isPostgres(trx) ? newest.forShare() : newest;
}

/** A condition of other queries: no other generation is active at this moment. */
export function isActive(generation: string | undefined) {
  return (query: Knex.QueryBuilder): void => {
    if (generation === undefined) return;
    query.whereNotExists(other =>
      other
        .from('generations')
        .whereRaw('number = (SELECT max(number) FROM generations)')
        .whereNot('content_hash', generation),
    );
  };
}
