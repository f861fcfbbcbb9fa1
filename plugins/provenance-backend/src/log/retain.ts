import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import { neededSubjects } from './neededSubjects';
import { pruneCollections } from './pruneCollections';
import { pruneLog } from './pruneLog';

/**
 * Removes what is older than the retention: first of the log, then of what only the removed part rested on. Batch by
 * batch, each a short transaction; what is left when it is stopped is removed the next time.
 */
export async function retain(options: {
  knex: Knex;
  clock: Clock;
  logger: LoggerService;
  retentionMs: number;
  signal: AbortSignal;
}): Promise<{ entries: number; looks: number }> {
  const { knex, clock, retentionMs, signal, logger } = options;
  const now = clock.now();
  let entries = 0;
  while (!signal.aborted) {
    const removed = await pruneLog({ knex, now, retentionMs });
    if (removed === 0) break;
    entries += removed;
  }
  const looks = await pruneLooks({
    knex,
    signal,
    cut: cutOf(now, retentionMs),
  });
  if (entries + looks > 0)
    logger.info(
      `retention removed ${entries} entries of the log and ${looks} looks`,
    );
  return { entries, looks };
}

function cutOf(now: Date, retentionMs: number): string {
  return new Date(now.getTime() - retentionMs).toISOString();
}

async function pruneLooks(options: {
  knex: Knex;
  cut: string;
  signal: AbortSignal;
}): Promise<number> {
  const { knex, cut, signal } = options;
  const needed = await neededSubjects({ knex, cut });
  let after = 0;
  let count = 0;
  while (!signal.aborted) {
    const done = await pruneCollections({ knex, cut, needed, after });
    if (!done) break;
    after = done.last;
    count += done.removed;
  }
  return count;
}
