import type { Knex } from 'knex';

/**
 * Takes a usage that ended out of the lists; call it after its state was closed.
 *
 * @remarks Race: see `writeCurrentUsages`; the judgement's row decides who comes first.
 */
export async function removeCurrentUsage(options: {
  trx: Knex.Transaction;
  usageId: string;
}): Promise<void> {
  const { trx, usageId } = options;
  await trx('judgements').where({ usage_id: usageId }).forUpdate().first();
  await trx('current_usages').where({ usage_id: usageId }).delete();
}
