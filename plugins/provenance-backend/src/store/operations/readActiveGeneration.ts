import type { Knex } from 'knex';
import type { GenerationRow, StoredGeneration } from '../generation';

/**
 * The active generation; nothing before any replica proposed one.
 *
 * @remarks
 * Race: another replica may propose right after. Whoever writes asks again within the transaction
 * ({@link holdsGeneration}), and whoever proposes names the number that was read here.
 */
export async function readActiveGeneration(options: {
  knex: Knex;
}): Promise<StoredGeneration | undefined> {
  const row = await options
    .knex<GenerationRow>('generations')
    .orderBy('number', 'desc')
    .first();
  if (!row) return undefined;
  return {
    number: row.number,
    generation: row.content_hash,
    content: JSON.parse(row.content),
    occasion: row.occasion,
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at,
  };
}
