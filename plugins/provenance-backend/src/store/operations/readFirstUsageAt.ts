import type { Knex } from 'knex';

/**
 * Reads when this portal found its first usage.
 *
 * @remarks
 * Race: none; usages are kept for ever, so that it never changes.
 *
 * @returns undefined where there is none. ISO 8601
 */
export async function readFirstUsageAt(options: {
  knex: Knex;
}): Promise<string | undefined> {
  const row = await options.knex('usages').min('created_at as first').first();
  return row?.first ?? undefined;
}
