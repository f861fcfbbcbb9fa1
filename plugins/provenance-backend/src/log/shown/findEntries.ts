import type { Knex } from 'knex';
import { whereIn } from '../../store/dialect';
import type { LogEntryRow } from '../rows';

/** Kinds of which there is an index over the content; written out as the index has it. */
const indexed =
  "log_entries.kind IN ('finding-opened', 'finding-closed', 'registry-version')";

/** An entry with its place in the chain. */
export type FoundEntry = Pick<
  LogEntryRow,
  'kind' | 'at' | 'content' | 'detail' | 'erased_by'
> & {
  /** Null where it waits for the sealer. */
  sequence: number | string | null;
};

/** Entries by what they say to the letter, under their kind and content. */
export async function findEntries(
  trx: Knex.Transaction,
  contents: string[],
): Promise<Map<string, FoundEntry>> {
  const rows: FoundEntry[] = await entriesThatSay(trx, contents);
  return new Map(rows.map(row => [entryKey(row.kind, row.content), row]));
}

export function entriesThatSay(knex: Knex, contents: string[]) {
  return (
    whereIn(
      knex('log_entries')
        .leftJoin('log_chain', 'log_chain.entry_id', 'log_entries.id')
        .whereRaw(indexed),
      'log_entries.content',
      contents,
    )
      // What is neither in the chain nor on its way into it tells nothing.
      .andWhere(entry =>
        entry
          .whereNotNull('log_chain.sequence')
          .orWhere('log_entries.sealed', 0),
      )
      .select(
        ...['log_entries.kind', 'log_entries.at', 'log_entries.content'],
        ...[
          'log_entries.detail',
          'log_entries.erased_by',
          'log_chain.sequence',
        ],
      )
  );
}

export function entryKey(kind: LogEntryRow['kind'], content: string): string {
  return `${kind} ${content}`;
}
