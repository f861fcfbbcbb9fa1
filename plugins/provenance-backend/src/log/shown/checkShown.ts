import type { IntegrityDifference } from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { inSnapshot } from '../inSnapshot';
import type { PruningContent } from '../checkPruning';
import { parsed } from '../parsed';
import type { LogChainRow } from '../rows';
import { checkAcceptance } from './checkAcceptance';
import { checkAuthorities } from './checkAuthorities';
import { checkBases } from './checkBases';
import { checkFindings } from './checkFindings';
import { checkTold } from './checkTold';
import { checkVerdicts } from './checkVerdicts';
import type { ShownPlace } from './ShownPlace';
import type { ShownCheck, ShownPage } from './ShownCheck';

/** In the order in which they are gone through; a place within them is a number of this list. */
const checks: readonly ShownCheck[] = [
  checkVerdicts,
  checkFindings,
  checkTold,
  checkBases,
  checkAcceptance,
  checkAuthorities,
];

const pageSize = 200;
/** Whoever changed more than these has to be answered with more than a list. */
const mostDifferences = 50;

/** What was found, and where to go on; no place at the end. */
export interface ShownReport {
  differences: IntegrityDifference[];
  next?: ShownPlace;
}

/**
 * Holds what people read against the log (S10.2): verdicts, lists, findings, what verdicts rest on, and the lists and
 * authorities by which was judged. Piece by piece, each read from one snapshot.
 *
 * Ends at the first piece in which something differs, or where `isOver` says so after a piece.
 */
export async function checkShown(options: {
  knex: Knex;
  from: ShownPlace;
  now: Date;
  isOver(): boolean;
}): Promise<ShownReport> {
  const { isOver } = options;
  let place = options.from;
  for (;;) {
    const check = checks[place.section];
    if (!check) return { differences: [] };
    const { differences, last } = await page(options, check, place.after);
    if (differences.length > 0)
      return { differences: differences.slice(0, mostDifferences) };
    place =
      last === undefined
        ? { section: place.section + 1, after: '' }
        : { section: place.section, after: last };
    if (isOver()) return { differences: [], next: place };
  }
}

async function page(
  { knex, now }: { knex: Knex; now: Date },
  check: ShownCheck,
  after: string,
): Promise<ShownPage> {
  return inSnapshot(knex, async trx => {
    const beginning = await beginningOf(trx);
    return check({ trx, now, after, limit: pageSize, beginning });
  });
}

/** How far the clocks of whoever writes and whoever seals may lie apart, where what was old was pruned. */
const skewMs = 86_400_000;

/**
 * Since when everything has to be in the log. Without any link nothing has an entry yet, and all of it waits for the
 * sealer. What was pruned had happened before the cut that the pruning names, whenever its clocks say that it was sealed.
 */
async function beginningOf(trx: Knex.Transaction): Promise<string> {
  const first = await trx<LogChainRow>('log_chain').orderBy('sequence').first();
  const sealedAt = Date.parse(first?.sealed_at ?? '') || 0;
  const isPruned = first !== undefined && Number(first.sequence) !== 1;
  const beginning = sealedAt + (isPruned ? skewMs : 0);
  const cut = isPruned ? Date.parse((await cutOf(trx)) ?? '') || 0 : 0;
  return new Date(Math.max(beginning, cut)).toISOString();
}

async function cutOf(trx: Knex.Transaction): Promise<string | undefined> {
  const pruning: { content: string } | undefined = await trx('log_head')
    .join('log_entries', 'log_entries.id', 'log_head.pruned_by')
    .first('log_entries.content');
  return pruning && parsed<PruningContent>(pruning.content)?.before;
}
