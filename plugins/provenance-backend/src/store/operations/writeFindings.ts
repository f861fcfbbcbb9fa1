import type { FindingCode } from '@countersign/domain';
import type { Knex } from 'knex';
import { aboutKey } from '../aboutKey';
import type { FindingRow } from '../rows';
import { closeFindings, openFinding } from './openFinding';
import { noteFindings } from './noteFindings';

/** A finding that stands now. */
export interface StandingFinding {
  code: FindingCode;
  /** Tells findings of one code apart. */
  about: string;
  old?: string;
  new?: string;
}

/**
 * Opens what stands and is not open, renews what is, and closes what was decided not to stand any more.
 *
 * @remarks
 * Race: runs within the transaction that holds the work row of the usage, so one writer at a time.
 *
 * @param codes - the codes that the caller decided in full: an open finding of them that does not stand is closed
 */
export async function writeFindings(options: {
  trx: Knex.Transaction;
  usageId: string;
  codes: FindingCode[];
  standing: StandingFinding[];
  now: string;
}): Promise<void> {
  const { trx, usageId, codes, now } = options;
  if (codes.length === 0 && options.standing.length === 0) return;
  const standing = options.standing.map(one => ({
    ...one,
    about: aboutKey(one.about),
  }));
  const open = await trx<FindingRow>('findings')
    .where({ usage_id: usageId })
    .whereIn('code', [...codes, ...standing.map(finding => finding.code)])
    .whereNull('closed_at');
  for (const finding of standing) {
    const row = open.find(
      o => o.code === finding.code && o.about === finding.about,
    );
    const sides = { old: finding.old ?? null, new: finding.new ?? null };
    if (row) {
      await trx('findings')
        .where({ id: row.id })
        .update({ ...sides, last_seen_at: now });
    } else {
      await openFinding({ trx, usageId, finding, now });
    }
  }
  const gone = open.filter(
    o =>
      codes.includes(o.code) &&
      !standing.some(f => f.code === o.code && f.about === o.about),
  );
  await closeFindings({ trx, rows: gone, now });
  const opened = standing.filter(
    f => !open.some(o => o.code === f.code && o.about === f.about),
  );
  await noteFindings({ trx, usageId, opened: opened.map(f => f.code), now });
}
