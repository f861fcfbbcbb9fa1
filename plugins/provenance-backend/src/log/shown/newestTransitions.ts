import type { Knex } from 'knex';
import { whereIn } from '../../store/dialect';
import { parsed } from '../parsed';
import type { LogEntryRow } from '../rows';

/** The newest transition of a usage, as the log has it. */
export interface NewestTransition {
  id: number | string;
  usage_id: string;
  verdict: string;
  decision: string;
  reason_code: string;
  entry_id: number | string | null;
  /** Null where it waits for the sealer. */
  sequence: number | string | null;
  /** Whether the log tells of it, or will within a second. */
  isInLog: boolean;
  /** Whether every change of a decision has had an entry since: older releases kept changes of the verdict alone. */
  tellsDecisions: boolean;
}

/**
 * The newest transition of each usage, by the order of the chain and not by that of the ids: who can write the table
 * could give an old transition a new id, and not another place in the chain.
 *
 * @remarks Race: see `inSnapshot`. What waits for the sealer is newer than what was sealed.
 */
export async function newestTransitions(
  trx: Knex.Transaction,
  usageIds: string[],
): Promise<Map<string, NewestTransition>> {
  const placed = whereIn(
    trx('transitions as t').leftJoin(
      'log_chain as c',
      'c.entry_id',
      't.entry_id',
    ),
    't.usage_id',
    usageIds,
  ).select(
    ...['t.id', 't.usage_id', 't.verdict', 't.decision', 't.reason_code'],
    ...['t.entry_id', 'c.sequence'],
    trx.raw(
      `row_number() OVER (PARTITION BY t.usage_id ORDER BY
        CASE WHEN t.entry_id IS NULL THEN 0 ELSE 1 END,
        CASE WHEN c.sequence IS NULL THEN 0 ELSE 1 END,
        c.sequence DESC, t.entry_id DESC, t.id DESC) AS place`,
    ),
  );
  const rows: NewestTransition[] = await trx
    .from(placed.as('placed'))
    .where({ place: 1 });
  const entries = await entriesOf(trx, rows);
  return new Map(
    rows.map(row => [
      row.usage_id,
      { ...row, ...standing(row, entries.get(Number(row.entry_id))) },
    ]),
  );
}

async function entriesOf(trx: Knex.Transaction, rows: NewestTransition[]) {
  const ids = rows.flatMap(row => row.entry_id ?? []);
  const entries = await trx<LogEntryRow>('log_entries')
    .whereIn('id', ids)
    .select('id', 'kind', 'content', 'sealed');
  return new Map(entries.map(entry => [Number(entry.id), entry]));
}

function standing(
  { entry_id, sequence }: NewestTransition,
  entry: Pick<LogEntryRow, 'kind' | 'content' | 'sealed'> | undefined,
): Pick<NewestTransition, 'isInLog' | 'tellsDecisions'> {
  // One that has no entry yet gets it from the sealer, whose entry says that it came late.
  if (entry_id === null) return { isInLog: true, tellsDecisions: false };
  const isSealed = sequence !== null;
  return {
    isInLog: entry?.kind === 'transition' && (isSealed || entry.sealed === 0),
    tellsDecisions: 'fromDecision' in (parsed(entry?.content ?? '') ?? {}),
  };
}
