import type { Knex } from 'knex';
import { latestInstant } from '../store/settleDates';
import { appendToLog } from './appendToLog';
import { pruningFloorMs, type PruningContent } from './checkPruning';
import { restateRegistry } from './restateRegistry';
import type { LogChainRow, TransitionRow } from './rows';
import { sealOnto } from './sealEntries';
import { withHead, type LockedHead } from './withHead';

const batchSize = 500;

/**
 * Cuts the beginning of the log off, up to one batch of it, as far as everything in it is older than the retention
 * (S10.1). What was last of it stays as the checkpoint, and the pruning is an entry that is sealed with it (S10.3).
 *
 * @remarks
 * Race: the sealer extends the chain at its other end. Both hold the head, so that the entry about the pruning is in the
 * chain at the instant at which the beginning is not. Entries that wait are sealed before it: they happened before it.
 *
 * @returns how many entries were removed; fewer than a batch where nothing older is left
 */
export async function pruneLog(options: {
  knex: Knex;
  now: Date;
  retentionMs: number;
  limit?: number;
}): Promise<number> {
  const { knex, now, retentionMs, limit = batchSize } = options;
  if (!(retentionMs >= pruningFloorMs))
    throw new RangeError('the retention of the log is below its floor');
  const cut = new Date(now.getTime() - retentionMs).toISOString();
  const between = { cut, latest: latestInstant(now) };
  const removed = await withHead({ knex, wait: true }, async (trx, head) => {
    const old = await oldestBefore(trx, head, between, limit);
    const checkpoint = old.at(-1);
    if (!checkpoint) return 0;
    const ids = old.map(link => link.entry_id);
    await restateRegistry(trx, ids, now.toISOString());
    await tell(trx, head, { checkpoint, cut, count: old.length, now });
    await remove(trx, old, checkpoint);
    return old.length;
  });
  return removed ?? 0;
}

/**
 * The first links, the checkpoint left out, up to the last that is old before the first that is young. What was sealed by
 * a clock that was ahead is as old as what lies behind it in the chain, and must not keep that from being removed for as
 * long as the clock was ahead. It is no checkpoint: when it was sealed, nobody knows. What only says that it happened
 * after the cut is young as well: rows that people read have the same date, and are held to the log from then on.
 */
async function oldestBefore(
  trx: Knex.Transaction,
  head: LockedHead,
  between: { cut: string; latest: string },
  limit: number,
): Promise<LogChainRow[]> {
  const { cut, latest } = between;
  const links: (LogChainRow & { at: string | null })[] = await trx('log_chain')
    .leftJoin('log_entries', 'log_entries.id', 'log_chain.entry_id')
    .orderBy('log_chain.sequence')
    .offset(head.prunedBy === undefined ? 0 : 1)
    .limit(limit)
    .select('log_chain.*', 'log_entries.at as at');
  const isYoung = (date: string) => date >= cut && date <= latest;
  const young = links.findIndex(
    ({ sealed_at, at }) => isYoung(sealed_at) || isYoung(at ?? ''),
  );
  const before = young === -1 ? links : links.slice(0, young);
  const last = before.findLastIndex(link => link.sealed_at < cut);
  if (last !== -1) return before.slice(0, last + 1);
  // As many as the batch holds may have been sealed ahead: what is old, if anything is, lies behind them.
  return young === -1 && links.length === limit
    ? oldestBefore(trx, head, between, 4 * limit)
    : [];
}

async function tell(
  trx: Knex.Transaction,
  head: LockedHead,
  {
    checkpoint,
    cut,
    count,
    now,
  }: { checkpoint: LogChainRow; cut: string; count: number; now: Date },
) {
  const at = now.toISOString();
  const content: PruningContent = {
    through: {
      sequence: Number(checkpoint.sequence),
      hash: checkpoint.hash,
      sealedAt: checkpoint.sealed_at,
    },
    before: cut,
    removed: { entries: count },
  };
  const id = await appendToLog({ trx, entry: { kind: 'pruned', at, content } });
  await sealUpTo(trx, head, id, at);
  await trx('log_head').where({ id: 1 }).update({ pruned_by: id });
}

/** Everything that waits, this entry with it: a batch may be smaller than what waits. */
async function sealUpTo(
  trx: Knex.Transaction,
  from: LockedHead,
  id: number,
  now: string,
) {
  let head: { sequence: number; hash: string } = from;
  for (;;) {
    const result = await sealOnto({ trx, head, now });
    head = result.head;
    const link = await trx('log_chain')
      .where({ entry_id: id })
      .first('sequence');
    if (link) return;
  }
}

async function remove(
  trx: Knex.Transaction,
  old: LogChainRow[],
  checkpoint: LogChainRow,
) {
  for (let i = 0; i < old.length; i += batchSize) {
    const ids = old.slice(i, i + batchSize).map(link => link.entry_id);
    await trx<TransitionRow>('transitions').whereIn('entry_id', ids).delete();
    await trx('log_entries').whereIn('id', ids).delete();
  }
  await trx('log_chain').where('sequence', '<', checkpoint.sequence).delete();
}
