import type { Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import { joinValues } from '../joinValues';

/** To what a reference led the last time. */
export interface LedTo {
  digest: Digest;
  reference: string;
}

/**
 * Whether something else than this reference led to a digest the last time, of each.
 *
 * @remarks
 * Race: another usage may come to it right after this. Whoever comes to a digest for the first time asks nobody and
 * shares its look.
 */
export async function hasOtherNames(options: {
  knex: Knex;
  asked: LedTo[];
}): Promise<boolean[]> {
  const { knex, asked } = options;
  const rows: { digest: string; reference: string }[] = await joinValues(
    knex,
    asked.map(({ digest, reference }) => [digest, reference]),
    `SELECT v.column1 AS digest, v.column2 AS reference FROM v WHERE EXISTS (
      SELECT 1 FROM usage_states WHERE usage_states.digest = v.column1
        AND usage_states.valid_to IS NULL AND usage_states.reference <> v.column2)`,
  );
  const nameOf = ({
    digest,
    reference,
  }: {
    digest: string;
    reference: string;
  }) => JSON.stringify([digest, reference]);
  const shared = new Set(rows.map(nameOf));
  return asked.map(one => shared.has(nameOf(one)));
}
