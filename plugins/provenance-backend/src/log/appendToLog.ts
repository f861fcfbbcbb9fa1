import type { Knex } from 'knex';
import { commitToContent, commitToDetail, newSalt } from './commitments';
import type { LogEntry } from './LogEntry';
import type { LogEntryRow } from './rows';

/**
 * Writes an entry of the log, in the transaction of what it tells, unchained (S10.1). The sealer links it within a
 * second.
 *
 * @remarks
 * Race: none. It inserts a row and touches no other, so that replicas never wait for each other's entries.
 *
 * @returns the entry's id
 */
export async function appendToLog(options: {
  trx: Knex.Transaction;
  entry: LogEntry;
}): Promise<number> {
  const { trx, entry } = options;
  const detail =
    entry.detail === undefined ? undefined : JSON.stringify(entry.detail);
  const [id] = await insertEntries(trx, [
    { entry, committed: detail, stored: detail },
  ]);
  return id;
}

/**
 * As `appendToLog`, with details that are stored elsewhere: of a transition it is the judgement in
 * `transitions.content`, the larger part of the log, and there once.
 *
 * @returns the ids in the order of the entries
 */
export async function appendManyWithDetailElsewhere(options: {
  trx: Knex.Transaction;
  /** `detail`: the text exactly as it is stored. */
  entries: (Omit<LogEntry, 'detail'> & { detail: string })[];
}): Promise<number[]> {
  return insertEntries(
    options.trx,
    options.entries.map(({ detail, ...entry }) => ({
      entry,
      committed: detail,
    })),
  );
}

interface EntryToInsert {
  entry: Omit<LogEntry, 'detail'>;
  committed?: string;
  stored?: string;
}

async function insertEntries(
  trx: Knex.Transaction,
  entries: EntryToInsert[],
): Promise<number[]> {
  if (entries.length === 0) return [];
  const rows = entries.map(({ entry, committed, stored }) => {
    const { kind, at } = entry;
    const told = { kind, at, content: JSON.stringify(entry.content) };
    const salts = { content: newSalt(), detail: newSalt() };
    return {
      ...told,
      content_salt: salts.content,
      content_commitment: commitToContent(salts.content, told),
      detail: stored ?? null,
      detail_salt: committed === undefined ? null : salts.detail,
      detail_commitment:
        committed === undefined
          ? null
          : commitToDetail(salts.detail, committed),
      sealed: 0,
    };
  });
  const inserted: Pick<LogEntryRow, 'id' | 'content_salt'>[] =
    await trx<LogEntryRow>('log_entries')
      .insert(rows)
      .returning(['id', 'content_salt']);
  // No database promises an order of what it returns; the salts are all different.
  const ids = new Map(inserted.map(row => [row.content_salt, Number(row.id)]));
  return rows.map(row => ids.get(row.content_salt)!);
}
