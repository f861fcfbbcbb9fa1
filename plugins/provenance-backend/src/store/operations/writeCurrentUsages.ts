import type { Judgement } from '@countersign/domain';
import type { Knex } from 'knex';
import { isPostgres } from '../dialect';
import type { CurrentUsageRow } from '../rows';
import { strictnessOf } from '../strictnessOf';

/** What the row repeats of other tables. */
const repeated = [
  ...['entity_ref', 'kind', 'environment', 'cloud', 'location', 'reference'],
  ...['verdict', 'decision', 'reason_code', 'since', 'last_checked_at'],
  ...['strictness', 'freshness', 'reconsider_at'],
];

/** The row as it is now, as far as its writer has to know. */
export interface HeldUsage {
  entityRef: string;
  environment: string | null;
  /** Of what was written of its signers; null where nobody can say. */
  signersHash: string | null;
}

/**
 * Repeats what lists need of usages, their open states and their judgements in narrow rows; a usage that does not hold
 * now has none. Called right after the judgements were written.
 *
 * @remarks
 * Race: a verdict from stored knowledge may be written while discovery ends the usage, and would bring it back into
 * the lists for ever. Whoever writes a judgement has its row locked before, and {@link removeCurrentUsage} locks the
 * same row first: one of them waits, and then sees what the other did. It must not be one statement with what locks the
 * row: on PostgreSQL a statement that had to wait still sees other tables as they were before.
 *
 * @returns the rows of those that hold now, by usage
 */
export async function writeCurrentUsages(options: {
  trx: Knex.Transaction;
  judgements: { usageId: string; judgement: Judgement }[];
}): Promise<Map<string, HeldUsage>> {
  const { trx, judgements } = options;
  if (judgements.length === 0) return new Map();
  const judged = judgements.map(
    () =>
      '(CAST(? AS text), CAST(? AS integer), CAST(? AS text), CAST(? AS text), CAST(? AS text))',
  );
  const answer = await trx.raw(
    `INSERT INTO current_usages (usage_id, ${repeated.join(', ')})
      SELECT u.id, u.entity_ref, coalesce(v.column5, u.kind), u.environment, u.cloud, u.location, ${smallLetters(
        trx,
      )},
        j.verdict, j.decision, j.reason_code, j.since, coalesce(j.last_checked_at, ''),
        v.column2, v.column3, v.column4
      FROM (VALUES ${judged.join(', ')}) v
        JOIN usages u ON u.id = v.column1
        JOIN usage_states s ON s.usage_id = u.id AND s.valid_to IS NULL
        JOIN judgements j ON j.usage_id = u.id
      WHERE true
      ON CONFLICT (usage_id) DO UPDATE SET ${repeated
        .map(column => `${column} = excluded.${column}`)
        .join(', ')}
      RETURNING usage_id, entity_ref, environment, signers_hash`,
    judgements.flatMap(({ usageId, judgement }) => [
      usageId,
      strictnessOf(judgement),
      judgement.freshness.status,
      judgement.reconsiderAt ?? null,
      judgement.kind ?? null,
    ]) as never,
  );
  const rows: CurrentUsageRow[] = isPostgres(trx) ? answer.rows : answer;
  return new Map(
    rows.map(row => [
      row.usage_id,
      {
        entityRef: row.entity_ref,
        environment: row.environment,
        signersHash: row.signers_hash,
      },
    ]),
  );
}

/** As `smallLetters` does: ASCII alone, whatever the language of the database. SQLite knows no other. */
function smallLetters(trx: Knex): string {
  return isPostgres(trx)
    ? 'lower(s.reference COLLATE "C")'
    : 'lower(s.reference)';
}
