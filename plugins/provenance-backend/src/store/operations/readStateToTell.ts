import type { Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import type { UsageRow, UsageStateRow } from '../rows';

/** A usage as people are told of it, with the reference and digest of now. */
export interface StateToTell {
  entityRef: string;
  subject: string;
  environment?: string;
  digest?: Digest;
  since: string;
}

/**
 * Reads what a usage runs now.
 *
 * @remarks
 * Race: runs within the transaction that holds the work row or the judgement of the usage, after the state was written.
 *
 * @returns undefined where the usage ended
 */
export async function readStateToTell(options: {
  trx: Knex.Transaction;
  usageId: string;
}): Promise<StateToTell | undefined> {
  const { trx, usageId } = options;
  const row = await trx<UsageStateRow & UsageRow>('usage_states')
    .join('usages', 'usages.id', 'usage_states.usage_id')
    .where({ 'usage_states.usage_id': usageId })
    .whereNull('usage_states.valid_to')
    .first(
      'usages.entity_ref as entity_ref',
      'usages.environment as environment',
      'usage_states.reference as reference',
      'usage_states.digest as digest',
      'usage_states.valid_from as valid_from',
    );
  return (
    row && {
      entityRef: row.entity_ref,
      subject: row.reference,
      environment: row.environment ?? undefined,
      digest: row.digest ?? undefined,
      since: row.valid_from,
    }
  );
}
