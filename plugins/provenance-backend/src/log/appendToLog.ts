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
  return insertEntry(trx, entry, detail, detail);
}

/**
 * As `appendToLog`, with a detail that is stored elsewhere: of a transition it is the judgement in
 * `transitions.content`, the larger part of the log, and there once.
 */
export async function appendWithDetailElsewhere(options: {
  trx: Knex.Transaction;
  entry: Omit<LogEntry, 'detail'>;
  /** The text exactly as it is stored. */
  detail: string;
}): Promise<number> {
  return insertEntry(options.trx, options.entry, options.detail, undefined);
}

async function insertEntry(
  trx: Knex.Transaction,
  { kind, at, content }: LogEntry,
  committed: string | undefined,
  stored: string | undefined,
): Promise<number> {
  const told = { kind, at, content: JSON.stringify(content) };
  const salts = { content: newSalt(), detail: newSalt() };
  const [{ id }] = await trx<LogEntryRow>('log_entries')
    .insert({
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
    })
    .returning('id');
  return Number(id);
}
