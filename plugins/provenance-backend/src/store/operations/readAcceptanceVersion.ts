import type { Knex } from 'knex';
import type { VersionRow } from '../acceptanceVersions';

/**
 * One version of the acceptance list.
 *
 * @remarks
 * Race: none. A version is never changed.
 */
export async function readAcceptanceVersion(options: {
  knex: Knex;
  number: number;
}): Promise<VersionRow | undefined> {
  const { knex, number } = options;
  return knex('acceptance_versions').where({ number }).first();
}
