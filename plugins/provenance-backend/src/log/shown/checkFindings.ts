import type { IntegrityDifference } from '@countersign/backstage-plugin-provenance-common';
import type { FindingRow } from '../../store/rows';
import { parsed } from '../parsed';
import { difference, inEntry } from './difference';
import { entryKey, findEntries, type FoundEntry } from './findEntries';
import { isTold, lastOf, numberOfKey, type ShownCheck } from './ShownCheck';

/** What the log says of one finding. */
interface Told {
  opened?: FoundEntry;
  closed?: FoundEntry;
}

/** S10.2: a finding stands where the log opened it and did not close it. */
export const checkFindings: ShownCheck = async options => {
  const { trx, after, limit, beginning } = options;
  const rows = await trx<FindingRow>('findings')
    .where('id', '>', numberOfKey(after))
    .orderBy('id')
    .limit(limit);
  const entries = await findEntries(trx, rows.map(contentOf));
  const differences = rows.flatMap(row => {
    const opened = entries.get(entryKey('finding-opened', contentOf(row)));
    const closed = entries.get(entryKey('finding-closed', contentOf(row)));
    return checkFinding(row, { opened, closed }, beginning) ?? [];
  });
  return { differences, ...lastOf(rows, limit, ({ id }) => Number(id)) };
};

/** As `openFinding` and `closeFindings` tell the log. */
function contentOf({ id, code, usage_id: usage }: FindingRow) {
  return JSON.stringify({ finding: Number(id), code, usage });
}

function checkFinding(
  row: FindingRow,
  { opened, closed }: Told,
  beginning: string,
): IntegrityDifference | undefined {
  const named = `${row.id} (${row.code} of ${row.usage_id ?? 'no usage'})`;
  const differs = (says: string, entry?: FoundEntry) =>
    difference('findings', row.id, `${named} ${says}`, entry?.sequence);
  if (closed && row.closed_at !== closed.at)
    return differs(
      row.closed_at === null
        ? `is open, the log says closed (${inEntry(closed.sequence)})`
        : `is closed since ${row.closed_at}, the log says since ${closed.at}`,
      closed,
    );
  if (!closed && row.closed_at !== null && isTold(row.closed_at, beginning))
    return differs('is closed, the log says open', opened);
  if (!opened)
    return isTold(row.first_seen_at, beginning)
      ? differs('is in no entry of the log')
      : undefined;
  const { at, sequence } = opened;
  if (row.first_seen_at !== at)
    return differs(
      `stands since ${row.first_seen_at}, the log says since ${at}`,
      opened,
    );
  return isAboutTheSame(row, opened)
    ? undefined
    : differs(
        `is about something else than the log says (${inEntry(sequence)})`,
        opened,
      );
}

/** An erasure takes a person out of what is closed and out of the log, and leaves what is open to the next look. */
function isAboutTheSame(row: FindingRow, opened: FoundEntry): boolean {
  if (opened.erased_by !== null) return true;
  const { about } = parsed<{ about: string }>(opened.detail ?? '') ?? {};
  return about === row.about;
}
