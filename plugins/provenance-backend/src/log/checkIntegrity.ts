import type { IntegrityReport } from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { BrokenLog, checkPage, isBeforeCheckpoint } from './checkPage';
import { countBeside, countUnsealed } from './countBeside';
import { readChainPage, type ChainPage } from './readChainPage';
import type { LogHead } from './withHead';
import { wordsFor } from './wordsFor';

const pageSize = 250;

export interface IntegrityOptions {
  knex: Knex;
  now: Date;
  /** A head that was noted outside of the database. */
  known?: LogHead;
  /** Where an earlier check stopped. */
  after?: LogHead;
  /** How long one call may take; it says then where to go on. */
  maximumMs?: number;
  /** About how many entries one call checks at most. */
  maximum?: number;
}

/**
 * Walks the chain, computes everything again and names the first entry that is broken (S10.2).
 *
 * Pages are small and read one by one, so that neither the memory nor the event loop of the backend belongs to whoever
 * asks, and a call ends after some time wherever it is.
 */
export async function checkIntegrity(
  options: IntegrityOptions,
): Promise<IntegrityReport> {
  const { knex, known, now, maximumMs = 5_000, maximum = 20_000 } = options;
  const end = performance.now() + maximumMs;
  const walk: Walk = { known, after: options.after, count: 0 };
  for (;;) {
    const { after } = walk;
    const page = await readChainPage({ knex, known, after, limit: pageSize });
    const at = { page, walk, knex };
    try {
      const { last, isEnd } = checkPage(page, { known, after, now });
      advance(walk, page, last);
      if (isEnd) return await atTheEnd(at);
    } catch (error) {
      if (error instanceof BrokenLog) return report(at, 'broken', error);
      throw error;
    }
    if (walk.count >= maximum || performance.now() > end)
      return report(at, 'unfinished');
  }
}

interface Walk {
  known?: LogHead;
  /** The last link that was checked. */
  after?: LogHead;
  from?: number;
  count: number;
}

interface Place {
  knex: Knex;
  page: ChainPage;
  walk: Walk;
}

function advance(walk: Walk, { items }: ChainPage, last: LogHead) {
  if (items.length > 0) walk.from ??= Number(items[0].link.sequence);
  walk.after = last;
  walk.count += items.length;
}

async function atTheEnd(place: Place): Promise<IntegrityReport> {
  const { page, walk, knex } = place;
  const { known } = walk;
  const hasCheckpoint = page.head.prunedBy !== undefined;
  const { unlinked, erased } = await countBeside({ knex, hasCheckpoint });
  if (unlinked > 0) throw new BrokenLog(page.head.sequence, 'unlinked');
  const isUnknown = known !== undefined && isBeforeCheckpoint(page, known);
  const found = await report(place, isUnknown ? 'unknown' : 'whole');
  return erased > 0 ? { ...found, erased } : found;
}

async function report(
  { page, walk, knex }: Place,
  status: IntegrityReport['status'],
  broken?: BrokenLog,
): Promise<IntegrityReport> {
  const { after, from, known } = walk;
  const { first, head } = page;
  const { sequence, how } = broken ?? {};
  return {
    status,
    message: wordsFor({ status, known, how }),
    head: { sequence: head.sequence, hash: head.hash },
    ...(after && from && { checked: { from, through: after.sequence } }),
    ...(first && head.prunedBy !== undefined && { checkpoint: pointOf(first) }),
    ...(sequence !== undefined && how && { broken: { sequence, how } }),
    unsealed: await countUnsealed({ knex }),
    ...(status === 'unfinished' &&
      after && { next: `${after.sequence}:${after.hash}` }),
  };
}

function pointOf(first: NonNullable<ChainPage['first']>) {
  return {
    sequence: Number(first.sequence),
    hash: first.hash,
    sealedAt: first.sealed_at,
  };
}
