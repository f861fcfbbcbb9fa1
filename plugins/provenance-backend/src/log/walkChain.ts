import type { Knex } from 'knex';
import { BrokenLog, checkPage, type Against } from './checkPage';
import { genesis } from './commitments';
import { readChainPage, type ChainPage } from './readChainPage';
import type { LogHead } from './withHead';

const pageSize = 250;
const nothing: LogHead = { sequence: 0, hash: genesis };

/** How far along the chain a call came. */
export interface Walk {
  /** The page that was read last. */
  page: ChainPage;
  /** The last link that was checked; sequence 0 where there was none. */
  after: LogHead;
  /** The first link that was checked; absent where there was none. */
  from?: number;
  isEnd: boolean;
  broken?: BrokenLog;
}

/** Walks along the chain, page by page, until its end, the first break, or as far as one call may go. */
export async function walkChain(options: {
  knex: Knex;
  now: Date;
  known?: LogHead;
  after?: LogHead;
  maximum?: number;
  isOver(): boolean;
}): Promise<Walk> {
  const { knex, known, now, maximum = 20_000, isOver } = options;
  let walk: Omit<Walk, 'page'> = {
    after: options.after ?? nothing,
    isEnd: false,
  };
  let count = 0;
  for (;;) {
    // Where an earlier call found an empty log there is no link behind which to go on.
    const after = walk.after.sequence === 0 ? undefined : walk.after;
    const page = await readChainPage({ knex, known, after, limit: pageSize });
    const done = step({ ...walk, page }, { known, after, now });
    count += page.items.length;
    if (done.isEnd || done.broken || count >= maximum || isOver()) return done;
    walk = done;
  }
}

function step(walk: Walk, against: Against): Walk {
  const { page, from } = walk;
  try {
    const { last, isEnd } = checkPage(page, against);
    const first = page.items.at(0)?.link.sequence;
    const begun = from ?? (first === undefined ? undefined : Number(first));
    return { page, from: begun, after: last, isEnd };
  } catch (error) {
    if (!(error instanceof BrokenLog)) throw error;
    return { ...walk, broken: error };
  }
}
