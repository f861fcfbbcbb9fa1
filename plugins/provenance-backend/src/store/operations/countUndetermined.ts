import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import { applyRestriction, type UsageRestriction } from '../restriction';

/**
 * Usages that the viewer may see and of which nobody can say now who signed them.
 *
 * @remarks Race: none; it is one statement, and the next look may change the answer.
 */
export async function countUndetermined(options: {
  knex: Knex;
  restriction: UsageRestriction;
  environment?: string[];
}): Promise<number> {
  const { knex, restriction, environment } = options;
  const rows = knex('current_usages').whereNull('signers_hash');
  applyRestriction(rows, restriction, 'current_usages');
  if (environment) whereIn(rows, 'current_usages.environment', environment);
  const [{ count }] = await rows.count({ count: '*' });
  return Number(count);
}
