import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import { pruneSignerForms } from '../store/operations/pruneSignerForms';
import { pruneSigners } from '../store/operations/pruneSigners';
import { keptSince } from './keptSince';
import { neededSubjects } from './neededSubjects';
import { pruneCollections } from './pruneCollections';
import { pruneEnded, type EndedTable } from './pruneEnded';
import { pruneGenerations } from './pruneGenerations';
import { pruneLog } from './pruneLog';

/** How many rows of each kind were removed. A type and not an interface, because the auditor takes it as JSON. */
export type Removed = {
  /** Of the log, each with its transition. */
  entries: number;
  looks: number;
  findings: number;
  states: number;
  claims: number;
  generations: number;
  authorities: number;
  /** Identities that have signed nothing that runs. */
  signers: number;
  /** How they signed it. */
  signerForms: number;
};

interface Pruning {
  knex: Knex;
  signal: AbortSignal;
  since: string;
}

/**
 * Removes what is older than the retention: first of the log, then of what only the removed part rested on or told of.
 * Batch by batch, each a short transaction; what is left when it is stopped is removed the next time.
 */
export async function retain(options: {
  knex: Knex;
  clock: Clock;
  logger: LoggerService;
  retentionMs: number;
  signal: AbortSignal;
}): Promise<Removed> {
  const { knex, clock, retentionMs, signal, logger } = options;
  const now = clock.now();
  const cut = new Date(now.getTime() - retentionMs).toISOString();
  const entries = await untilNothing(signal, () =>
    pruneLog({ knex, now, retentionMs }),
  );
  const pruning = { knex, signal, since: await keptSince({ knex, cut }) };
  const removed = {
    entries,
    looks: await pruneLooks(pruning),
    findings: await pruneTable(pruning, 'findings'),
    states: await pruneTable(pruning, 'usage_states'),
    claims: await pruneTable(pruning, 'usage_claims'),
    ...(await pruneRules(pruning)),
    signers: await untilNothing(signal, () => pruneSigners({ knex })),
    signerForms: await untilNothing(signal, () =>
      pruneSignerForms({ knex, now }),
    ),
  };
  const words = Object.entries(removed).flatMap(([kind, count]) =>
    count > 0 ? `${count} ${wordsOf(kind)}` : [],
  );
  if (words.length > 0) logger.info(`retention removed ${words.join(', ')}`);
  return removed;
}

function wordsOf(kind: string): string {
  return kind === 'signerForms' ? 'forms of signers' : kind;
}

async function pruneLooks(pruning: Pruning): Promise<number> {
  const { knex, since, signal } = pruning;
  const needed = await neededSubjects({ knex, cut: since });
  return throughRows(signal, after =>
    pruneCollections({ knex, cut: since, needed, after }),
  );
}

async function pruneTable(
  { knex, since, signal }: Pruning,
  table: EndedTable,
): Promise<number> {
  return throughRows(signal, after =>
    pruneEnded({ knex, table, since, after }),
  );
}

async function pruneRules({ knex, since, signal }: Pruning) {
  const removed = { generations: 0, authorities: 0 };
  await untilNothing(signal, async () => {
    const { generations, authorities } = await pruneGenerations({
      knex,
      since,
    });
    removed.generations += generations;
    removed.authorities += authorities;
    return generations + authorities;
  });
  return removed;
}

async function untilNothing(
  signal: AbortSignal,
  batch: () => Promise<number>,
): Promise<number> {
  let count = 0;
  while (!signal.aborted) {
    const removed = await batch();
    if (removed === 0) break;
    count += removed;
  }
  return count;
}

async function throughRows(
  signal: AbortSignal,
  batch: (
    after: number,
  ) => Promise<{ last: number; removed: number } | undefined>,
): Promise<number> {
  let after = 0;
  let count = 0;
  while (!signal.aborted) {
    const done = await batch(after);
    if (!done) break;
    after = done.last;
    count += done.removed;
  }
  return count;
}
