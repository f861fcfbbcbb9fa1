import type { Judgement } from '@countersign/domain';
import type { Knex } from 'knex';
import { isPostgres } from '../dialect';
import { strictnessOf } from '../strictnessOf';

/** What the row repeats of other tables. */
const repeated = [
  ...['entity_ref', 'kind', 'environment', 'cloud', 'location', 'reference'],
  ...['verdict', 'decision', 'reason_code', 'since', 'last_checked_at'],
  ...['strictness', 'freshness', 'reconsider_at'],
];

/**
 * Repeats what lists need of a usage, its open state and its judgement in one narrow row; a usage that does not hold
 * now has none. Called right after the judgement was written.
 *
 * @remarks
 * Race: a verdict from stored knowledge may be written while discovery ends the usage, and would bring it back into
 * the lists for ever. Whoever writes a judgement has its row locked before, and {@link removeCurrentUsage} locks the
 * same row first: one of them waits, and then sees what the other did. It must not be one statement with what locks the
 * row: on PostgreSQL a statement that had to wait still sees other tables as they were before.
 */
export async function writeCurrentUsage(options: {
  trx: Knex.Transaction;
  usageId: string;
  judgement: Judgement;
}): Promise<void> {
  const { trx, usageId, judgement } = options;
  await trx.raw(
    `INSERT INTO current_usages (usage_id, ${repeated.join(', ')})
      SELECT u.id, u.entity_ref, u.kind, u.environment, u.cloud, u.location, ${smallLetters(
        trx,
      )},
        j.verdict, j.decision, j.reason_code, j.since, coalesce(j.last_checked_at, ''),
        CAST(? AS integer), ?, ?
      FROM usages u
        JOIN usage_states s ON s.usage_id = u.id AND s.valid_to IS NULL
        JOIN judgements j ON j.usage_id = u.id
      WHERE u.id = ?
      ON CONFLICT (usage_id) DO UPDATE SET ${repeated
        .map(column => `${column} = excluded.${column}`)
        .join(', ')}`,
    [
      strictnessOf(judgement),
      judgement.freshness.status,
      judgement.reconsiderAt ?? null,
      usageId,
    ] as never,
  );
}

/** As `smallLetters` does: ASCII alone, whatever the language of the database. SQLite knows no other. */
function smallLetters(trx: Knex): string {
  return isPostgres(trx)
    ? 'lower(s.reference COLLATE "C")'
    : 'lower(s.reference)';
}
