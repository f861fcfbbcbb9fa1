import type { Knex } from 'knex';
import { joinValues } from '../joinValues';
import type { WorkRow } from '../rows';

/** When somebody comes back to a usage, and what is asked then. */
export type ScheduleRow = Pick<
  WorkRow,
  | 'usage_id'
  | 'priority'
  | 'attempts'
  | 'next_at'
  | 'look_at'
  | 'judge_at'
  | 'artifact_key'
  | 'host'
>;

/**
 * Gives claims back, several in one statement.
 *
 * @remarks Race: the caller holds the rows, and their tickets.
 *
 * @returns how many there were
 */
export async function writeSchedules(
  trx: Knex.Transaction,
  rows: ScheduleRow[],
): Promise<number> {
  const written = await joinValues(
    trx,
    rows.map(row => [
      ...[row.usage_id, row.priority, row.attempts, row.next_at],
      ...[row.look_at, row.judge_at, row.artifact_key, row.host],
    ]),
    `UPDATE work SET leased_until = NULL, priority = v.column2, attempts = v.column3,
      next_at = v.column4, look_at = v.column5, judge_at = v.column6,
      artifact_key = v.column7, host = v.column8
      FROM v WHERE work.usage_id = v.column1 RETURNING work.usage_id`,
  );
  return written.length;
}
