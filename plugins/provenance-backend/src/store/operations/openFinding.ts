import type { Knex } from 'knex';
import { appendToLog } from '../../log/appendToLog';
import type { FindingRow } from '../rows';
import type { StandingFinding } from './writeFindings';

/**
 * Opens a finding, and tells the log (S10.1).
 *
 * @remarks
 * Race: two writers may open the same. A unique index over what is open lets one of them through, and the other one
 * changes nothing.
 *
 * @param options - `usageId`: absent for one that is about no usage; `seenAt`: absent for now
 * @returns whether it was opened by this
 */
export async function openFinding(options: {
  trx: Knex.Transaction;
  usageId?: string;
  finding: StandingFinding;
  now: string;
  seenAt?: string;
}): Promise<boolean> {
  const { trx, usageId, finding, now, seenAt = now } = options;
  const { code, about, old, new: current } = finding;
  const rows: { id: number }[] = await trx('findings')
    .insert({
      usage_id: usageId ?? null,
      ...{ code, about },
      ...{ old: old ?? null, new: current ?? null },
      ...{ first_seen_at: now, last_seen_at: seenAt, closed_at: null },
    })
    .onConflict()
    .ignore()
    .returning('id');
  if (rows.length === 0) return false;
  await appendToLog({
    trx,
    entry: {
      kind: 'finding-opened',
      at: now,
      content: { finding: Number(rows[0].id), code, usage: usageId ?? null },
      detail: { about, ...(old && { old }), ...(current && { new: current }) },
    },
  });
  return true;
}

/** Closes findings that are open, and tells the log. */
export async function closeFindings(options: {
  trx: Knex.Transaction;
  rows: FindingRow[];
  now: string;
}): Promise<void> {
  const { trx, rows, now } = options;
  for (const { id, code, usage_id: usage } of rows) {
    const count = await trx('findings')
      .where({ id })
      .whereNull('closed_at')
      .update({ closed_at: now });
    if (count === 0) continue;
    await appendToLog({
      trx,
      entry: {
        kind: 'finding-closed',
        at: now,
        content: { finding: Number(id), code, usage },
      },
    });
  }
}
