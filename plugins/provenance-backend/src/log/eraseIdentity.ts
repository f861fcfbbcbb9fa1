import type { Knex } from 'knex';
import { adoptTransitions } from './adoptTransitions';
import { alone } from './alone';
import { appendToLog } from './appendToLog';
import type { ErasureContent } from './checkItem';
import { commitToDetail, newSalt } from './commitments';
import { eraseFromFindings } from './eraseFromFindings';
import { eraseFromSignerForms } from './eraseFromSignerForms';
import { eraseFromProposals, mustCountNowhere } from './eraseFromProposals';
import { eraseFromSigners } from './eraseFromSigners';
import { redact } from './redact';
import type { LogEntryRow, TransitionRow } from './rows';

/** Rows of one scan: a scan takes no lock, and a row that is found is read again under one. */
const batchSize = 500;

interface Erasing {
  knex: Knex;
  now: string;
  /** The text as certificates have it: an e-mail address, a URI. */
  identity: string;
}

/** Where details lie. */
interface Source {
  /** The next rows in which the text occurs; undefined behind the last row. */
  find(
    options: Erasing,
    after: number,
  ): Promise<{ found: number[]; last: number } | undefined>;
  /** The details of the rows with these ids, locked, by the id of their entry. */
  lock(
    trx: Knex.Transaction,
    ids: number[],
  ): Promise<{ entry: number; detail: string }[]>;
  write(trx: Knex.Transaction, entry: number, detail: string): Promise<unknown>;
}

const details: Source = {
  find: (options, after) => find(options, 'log_entries', 'detail', after),
  async lock(trx, ids) {
    const rows = await trx<LogEntryRow>('log_entries')
      .whereIn('id', ids)
      .orderBy('id')
      .forUpdate();
    return rows.flatMap(({ id, detail }) =>
      detail === null ? [] : [{ entry: Number(id), detail }],
    );
  },
  write: (trx, entry, detail) =>
    trx('log_entries').where({ id: entry }).update({ detail }),
};

const judgements: Source = {
  find: (options, after) => find(options, 'transitions', 'content', after),
  async lock(trx, ids) {
    const rows = await trx<TransitionRow>('transitions')
      .whereIn('id', ids)
      .whereNotNull('entry_id')
      .orderBy('id')
      .forUpdate();
    return rows.map(row => ({
      entry: Number(row.entry_id),
      detail: row.content,
    }));
  },
  write: (trx, entry, detail) =>
    trx('transitions').where({ entry_id: entry }).update({ content: detail }),
};

/**
 * Takes a person's identity out of everything that the log, closed findings, proposals that have ended and the list of
 * signers tell (S10.1). The
 * chain keeps the commitments to what stood there and stays whole; their salts are gone, so that nobody can try names on
 * them. What is left of each detail is committed to by an entry of its own, which does not name the person: otherwise
 * anybody who can write the database could call a change an erasure.
 *
 * @remarks
 * Race: entries are written and sealed meanwhile. Entries that come later than the scan name the person again; whoever
 * erases does it again. Each batch is a transaction of its own, so that nobody waits for the whole, and a scan that was
 * cut off is begun again. Two erasures at once could bring back what the other took: each writes a whole text that it read
 * before. Transitions that have no entry yet get one first.
 *
 * @returns how many details were changed; undefined where another erasure runs
 * @throws ConflictError while their name counts for a proposal or a version
 */
export async function eraseIdentity(
  options: Erasing,
): Promise<number | undefined> {
  const { knex } = options;
  const done = await alone({ knex, name: 'erasure' }, () => erase(options));
  return done?.result;
}

async function erase(options: Erasing): Promise<number> {
  await mustCountNowhere(options);
  await adoptAll(options);
  await eraseFromSignerForms(options);
  let count = await eraseFromSigners(options);
  for (const source of [details, judgements]) {
    let after = 0;
    for (;;) {
      const ids = await source.find(options, after);
      if (ids === undefined) break;
      count += await eraseBatch(options, source, ids.found);
      after = ids.last;
    }
  }
  // The log first: a finding that differs from an entry of which something was erased is no difference.
  count += await eraseFromFindings(options);
  return count + (await eraseFromProposals(options));
}

/** Nothing commits to a transition without an entry, and what was erased of it could not be told from a change. */
async function adoptAll({ knex }: Erasing): Promise<void> {
  const waiting = () => knex('transitions').whereNull('entry_id').first('id');
  while (await waiting()) await adoptTransitions({ knex });
}

async function find(
  { knex, identity }: Erasing,
  table: string,
  column: string,
  after: number,
) {
  const rows: { id: number | string; text: string | null }[] = await knex(table)
    .where('id', '>', after)
    .orderBy('id')
    .limit(batchSize)
    .select('id', { text: column });
  const last = rows.at(-1);
  if (!last) return undefined;
  const escaped = JSON.stringify(identity).slice(1, -1);
  const found = rows.filter(row => row.text?.includes(escaped));
  return { found: found.map(row => Number(row.id)), last: Number(last.id) };
}

async function eraseBatch(
  { knex, identity, now }: Erasing,
  source: Source,
  ids: number[],
): Promise<number> {
  if (ids.length === 0) return 0;
  return knex.transaction(async trx => {
    const parts: (ErasureContent['parts'][number] & { salt: string })[] = [];
    for (const { entry, detail } of await source.lock(trx, ids)) {
      const rest = redact(JSON.parse(detail), identity);
      if (rest === undefined) continue;
      const text = JSON.stringify(rest);
      const salt = newSalt();
      parts.push({ entry, commitment: commitToDetail(salt, text), salt });
      await source.write(trx, entry, text);
    }
    if (parts.length > 0) await tell(trx, parts, now);
    return parts.length;
  });
}

async function tell(
  trx: Knex.Transaction,
  parts: { entry: number; commitment: string; salt: string }[],
  at: string,
) {
  const content: ErasureContent = {
    parts: parts.map(({ entry, commitment }) => ({ entry, commitment })),
  };
  const id = await appendToLog({ trx, entry: { kind: 'erased', at, content } });
  // In the order in which the sealer takes rows, so that neither waits for the other.
  for (const { entry, salt } of parts.sort((a, b) => a.entry - b.entry))
    await trx('log_entries')
      .where({ id: entry })
      .update({ detail_salt: salt, erased_by: id });
}
