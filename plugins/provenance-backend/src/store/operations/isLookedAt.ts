import type { Knex } from 'knex';
import type { WorkRow } from '../rows';

/**
 * Whether something lies at a host that is looked at.
 *
 * @remarks Race: a usage may come or end right after this; what is noted about the host then is noted anew by its looks.
 */
export async function isLookedAt(options: {
  knex: Knex;
  host: string;
}): Promise<boolean> {
  const { knex, host } = options;
  return (await knex<WorkRow>('work').where({ host }).first()) !== undefined;
}
