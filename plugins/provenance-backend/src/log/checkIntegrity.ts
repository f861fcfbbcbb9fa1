import type {
  IntegrityDifference,
  IntegrityReport,
} from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { BrokenLog, isBeforeCheckpoint } from './checkPage';
import { countBeside, countUnsealed } from './countBeside';
import { checkShown } from './shown/checkShown';
import { placeAsText, type ShownPlace } from './shown/ShownPlace';
import type { ChainPage } from './readChainPage';
import { walkChain, type Walk } from './walkChain';
import type { LogHead } from './withHead';
import { wordsFor } from './wordsFor';

export interface IntegrityOptions {
  knex: Knex;
  now: Date;
  /** A head that was noted outside of the database. */
  known?: LogHead;
  /** Where an earlier check stopped. */
  after?: LogHead & { shown?: ShownPlace };
  /** How long one call may take; it says then where to go on. */
  maximumMs?: number;
  /** About how many entries one call checks at most. */
  maximum?: number;
  /** Ends the check between two pieces: nobody waits for the answer any more. */
  signal?: AbortSignal;
}

/**
 * Walks the chain, computes everything again and names the first entry that is broken. Where the chain is whole, the rows
 * that people read are held against it (S10.2).
 *
 * Pages are small and read one by one, so that neither the memory nor the event loop of the backend belongs to whoever
 * asks, and a call ends after some time wherever it is. One that goes on with the rows walks first over what the chain
 * got since: what is held against it has been checked.
 *
 * @throws the reason of the signal
 */
export async function checkIntegrity(
  options: IntegrityOptions,
): Promise<IntegrityReport> {
  const { maximumMs = 5_000, signal } = options;
  const end = performance.now() + maximumMs;
  const isOver = () => {
    signal?.throwIfAborted();
    return performance.now() > end;
  };
  const walk = await walkChain({ ...options, isOver });
  try {
    if (walk.broken) return await report(options, walk, 'broken');
    if (!walk.isEnd)
      return await report(options, walk, 'unfinished', options.after?.shown);
    return await atTheEnd(options, walk, isOver);
  } catch (error) {
    if (!(error instanceof BrokenLog)) throw error;
    return report(options, { ...walk, broken: error }, 'broken');
  }
}

async function atTheEnd(
  options: IntegrityOptions,
  walk: Walk,
  isOver: () => boolean,
): Promise<IntegrityReport> {
  const { knex, known, after, now } = options;
  const { page } = walk;
  const counted = after?.shown ? undefined : await countAt(knex, page);
  const from = after?.shown ?? { section: 0, after: '' };
  const { differences, next } = await checkShown({ knex, from, now, isOver });
  if (differences.length > 0)
    return report(options, walk, 'differs', undefined, differences);
  if (next) return report(options, walk, 'unfinished', next);
  const isUnknown = known !== undefined && isBeforeCheckpoint(page, known);
  const { erased } = counted ?? (await countAt(knex, page));
  const found = await report(options, walk, isUnknown ? 'unknown' : 'whole');
  return erased > 0 ? { ...found, erased } : found;
}

/** Where the rows begin and where they end: counting takes long, and a check of a large database has many calls. */
async function countAt(knex: Knex, { head }: ChainPage) {
  const hasCheckpoint = head.prunedBy !== undefined;
  const counted = await countBeside({ knex, hasCheckpoint });
  if (counted.unlinked > 0) throw new BrokenLog(head.sequence, 'unlinked');
  return counted;
}

async function report(
  { knex, known }: IntegrityOptions,
  { page, after, from, broken }: Walk,
  status: IntegrityReport['status'],
  next?: ShownPlace,
  differences?: IntegrityDifference[],
): Promise<IntegrityReport> {
  const { first, head } = page;
  const { sequence, how } = broken ?? {};
  return {
    status,
    message: wordsFor({ status, known, how }),
    head: { sequence: head.sequence, hash: head.hash },
    ...(from && { checked: { from, through: after.sequence } }),
    ...(first && head.prunedBy !== undefined && { checkpoint: pointOf(first) }),
    ...(sequence !== undefined && how && { broken: { sequence, how } }),
    ...(differences && { differences }),
    unsealed: await countUnsealed({ knex }),
    ...(status === 'unfinished' && { next: nextOf(after, next) }),
  };
}

function nextOf({ sequence, hash }: LogHead, shown?: ShownPlace): string {
  const place = shown ? `:${placeAsText(shown)}` : '';
  return `${sequence}:${hash}${place}`;
}

function pointOf(first: NonNullable<Walk['page']['first']>) {
  return {
    sequence: Number(first.sequence),
    hash: first.hash,
    sealedAt: first.sealed_at,
  };
}
