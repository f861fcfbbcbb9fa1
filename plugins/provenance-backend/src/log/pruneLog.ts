import type { Knex } from 'knex';
import { appendToLog } from './appendToLog';
import { pruningFloorMs, type PruningContent } from './checkPruning';
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
  const removed = await withHead({ knex, wait: true }, async (trx, head) => {
    const old = await oldestBefore(trx, head, cut, limit);
    const checkpoint = old.at(-1);
    if (!checkpoint) return 0;
    await tell(trx, head, { checkpoint, count: old.length, now });
    await remove(trx, old, checkpoint);
    return old.length;
  });
  return removed ?? 0;
}

/** The first links, the checkpoint left out, up to the first that is not old enough. */
async function oldestBefore(
  trx: Knex.Transaction,
  { prunedBy }: LockedHead,
  cut: string,
  limit: number,
): Promise<LogChainRow[]> {
  const links = await trx<LogChainRow>('log_chain')
    .orderBy('sequence')
    .offset(prunedBy === undefined ? 0 : 1)
    .limit(limit);
  const young = links.findIndex(link => link.sealed_at >= cut);
  return young === -1 ? links : links.slice(0, young);
}

async function tell(
  trx: Knex.Transaction,
  head: LockedHead,
  {
    checkpoint,
    count,
    now,
  }: { checkpoint: LogChainRow; count: number; now: Date },
) {
  const at = now.toISOString();
  const content: PruningContent = {
    through: {
      sequence: Number(checkpoint.sequence),
      hash: checkpoint.hash,
      sealedAt: checkpoint.sealed_at,
    },
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
  const ids = old.map(link => link.entry_id);
  await trx<TransitionRow>('transitions').whereIn('entry_id', ids).delete();
  await trx('log_entries').whereIn('id', ids).delete();
  await trx('log_chain').where('sequence', '<', checkpoint.sequence).delete();
}
