import type { IntegrityBreak } from '@countersign/backstage-plugin-provenance-common';
import { checkItem } from './checkItem';
import { checkPruning } from './checkPruning';
import { genesis } from './commitments';
import type { ChainPage } from './readChainPage';
import type { LogHead } from './withHead';

/** The log is broken at this entry. Thrown within the check, and an answer outside of it. */
export class BrokenLog extends Error {
  readonly name = 'BrokenLog';

  constructor(readonly sequence: number, readonly how: IntegrityBreak) {
    super(`${how} at ${sequence}`);
  }
}

/** What a page is held against. */
export interface Against {
  known?: LogHead;
  after?: LogHead;
  now: Date;
}

/**
 * Checks a piece of the chain by itself, against what came before it and against a known head.
 *
 * @returns the last link of it, and whether that is the end
 * @throws BrokenLog
 */
export function checkPage(
  page: ChainPage,
  against: Against,
): { last: LogHead; isEnd: boolean } {
  checkKnown(page, against);
  let last = beginOf(page, against);
  for (const item of page.items) {
    const how = checkItem(item, last, page.erasures);
    if (how) throw new BrokenLog(last.sequence + 1, how);
    last = { sequence: last.sequence + 1, hash: item.link.hash };
  }
  return { last, isEnd: isEnd(page, last) };
}

/**
 * Whoever can write the database can make a chain that is right in itself. What they cannot change is a head that lies
 * elsewhere (S10.2).
 */
function checkKnown(page: ChainPage, { known }: Against): void {
  if (!known || known.sequence === 0) return;
  const { head } = page;
  if (known.sequence > head.sequence)
    throw new BrokenLog(head.sequence + 1, 'tail-cut');
  if (isBeforeCheckpoint(page, known)) return;
  if (!page.known) throw new BrokenLog(known.sequence, 'gap');
  if (page.known.hash !== known.hash)
    throw new BrokenLog(known.sequence, 'rewritten');
}

/** Whether a head belongs to what was pruned, so that nothing can be held against it. */
export function isBeforeCheckpoint(page: ChainPage, known: LogHead): boolean {
  const { first, head } = page;
  return (
    head.prunedBy !== undefined &&
    first !== undefined &&
    known.sequence < Number(first.sequence)
  );
}

/** The link behind which the page begins. */
function beginOf(page: ChainPage, { after, now }: Against): LogHead {
  const { first, head } = page;
  if (!first || head.prunedBy === undefined)
    return after ? resumed(page, after) : beginning(page);
  const checkpoint = { sequence: Number(first.sequence), hash: first.hash };
  if (after && after.sequence > checkpoint.sequence)
    return resumed(page, after);
  const how = checkPruning(page, first, now);
  if (how) throw new BrokenLog(checkpoint.sequence, how);
  return checkpoint;
}

function beginning({ first }: ChainPage): LogHead {
  if (first && Number(first.sequence) !== 1)
    throw new BrokenLog(1, 'forged-pruning');
  return { sequence: 0, hash: genesis };
}

/** What was checked by an earlier page must still be there: between two pages lies time. */
function resumed({ before }: ChainPage, after: LogHead): LogHead {
  if (before?.hash !== after.hash)
    throw new BrokenLog(after.sequence, 'rewritten');
  return after;
}

function isEnd({ head, items }: ChainPage, last: LogHead): boolean {
  if (last.sequence > head.sequence)
    throw new BrokenLog(head.sequence + 1, 'unlinked');
  if (last.sequence < head.sequence) {
    if (items.length > 0) return false;
    throw new BrokenLog(last.sequence + 1, 'tail-cut');
  }
  if (last.hash !== head.hash)
    throw new BrokenLog(last.sequence, 'hash-mismatch');
  return true;
}
