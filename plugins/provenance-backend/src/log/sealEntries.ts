import type { Knex } from 'knex';
import { commitToEntry, hashOfLink } from './commitments';
import type { LogChainRow, LogEntryRow } from './rows';
import { readHead, withHead, type LogHead } from './withHead';

/** Small enough for the number of parameters of a statement, large enough for a re-judgement of everything. */
const batchSize = 500;

/**
 * Links what is not linked yet into the chain, up to one batch of it (S10.1).
 *
 * @remarks
 * Race: entries become visible in the order in which their transactions commit, not in that of their ids. What is taken
 * is therefore whatever is not sealed, and never "what comes after the last id". Who may seal: see `withHead`.
 *
 * @returns how many were linked; 0 too where another replica is at it
 * @throws where the head is gone
 */
export async function sealEntries(options: {
  knex: Knex;
  now: string;
  limit?: number;
}): Promise<number> {
  const { knex, now, limit } = options;
  const waiting = await unsealed(knex).first('id');
  if (!waiting) return 0;
  const count = await withHead({ knex, wait: false }, async (trx, head) => {
    const { sealed } = await sealOnto({ trx, head, now, limit });
    return sealed;
  });
  // Without the row nobody would ever seal again, and it must not look as if somebody else did.
  if (count === undefined) await readHead({ knex });
  return count ?? 0;
}

/** The same for whoever holds the head already. */
export async function sealOnto(options: {
  trx: Knex.Transaction;
  head: LogHead;
  now: string;
  limit?: number;
}): Promise<{ head: LogHead; sealed: number }> {
  const { trx, now, limit = batchSize } = options;
  const entries: LogEntryRow[] = await unsealed(trx)
    .orderBy('id')
    .limit(limit)
    .select('id', 'content_commitment', 'detail_commitment');
  if (entries.length === 0) return { head: options.head, sealed: 0 };
  const { links, head } = linksFor(entries, options.head, now);
  await trx('log_chain').insert(links);
  await trx('log_entries')
    .whereIn(
      'id',
      entries.map(entry => entry.id),
    )
    .update({ sealed: 1 });
  await trx('log_head').where({ id: 1 }).update(head);
  return { head, sealed: entries.length };
}

function unsealed(knex: Knex) {
  // Written out, so that both planners see the condition of the partial index.
  return knex<LogEntryRow>('log_entries').whereRaw('sealed = 0');
}

function linksFor(entries: LogEntryRow[], from: LogHead, sealedAt: string) {
  let head = from;
  const links: LogChainRow[] = [];
  for (const entry of entries) {
    const link = {
      sequence: head.sequence + 1,
      previousHash: head.hash,
      commitment: commitToEntry(
        entry.content_commitment,
        entry.detail_commitment,
      ),
      sealedAt,
    };
    head = { sequence: link.sequence, hash: hashOfLink(link) };
    links.push({
      ...head,
      entry_id: entry.id,
      commitment: link.commitment,
      previous_hash: link.previousHash,
      sealed_at: sealedAt,
    });
  }
  return { links, head };
}
