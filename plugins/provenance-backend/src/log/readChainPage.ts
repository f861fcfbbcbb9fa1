import type { Knex } from 'knex';
import { genesis } from './commitments';
import { inSnapshot } from './inSnapshot';
import type {
  LogChainRow,
  LogEntryRow,
  LogHeadRow,
  TransitionRow,
} from './rows';
import { headOf, type LockedHead, type LogHead } from './withHead';

/** A link of the chain with what it commits to. */
export interface ChainItem {
  link: LogChainRow;
  entry?: LogEntryRow;
  /** Of the kind `transition`: the row that the entry is about. */
  transition?: TransitionRow;
}

/** An entry about an erasure, with its link where it is sealed. */
export interface Erasure {
  entry: LogEntryRow;
  link?: LogChainRow;
}

/** A piece of the chain, and all that is needed to check it. */
export interface ChainPage {
  head: LockedHead;
  /** The first link that is left. */
  first?: LogChainRow;
  /** The newest pruning, where there was one. */
  pruning?: ChainItem;
  /** The link at the known head's sequence. */
  known?: LogChainRow;
  /** The link at which the page before ended, where there was one and it is still there. */
  before?: LogChainRow;
  items: ChainItem[];
  /** Entries about erasures to which details of this page refer, by id. */
  erasures: Map<number, Erasure>;
}

/**
 * Reads a piece of the chain.
 *
 * @remarks
 * Race: the chain grows while it is read, and a pruning cuts its beginning. All of a page is read from one snapshot, so
 * that neither looks like a break.
 */
export async function readChainPage(options: {
  knex: Knex;
  after?: LogHead;
  known?: LogHead;
  limit: number;
}): Promise<ChainPage> {
  const { knex, after, known, limit } = options;
  return inSnapshot(knex, async trx => {
    const headRow = await trx<LogHeadRow>('log_head').first();
    const head = headRow ? headOf(headRow) : { sequence: 0, hash: genesis };
    const chain = () => trx<LogChainRow>('log_chain');
    const first = await chain().orderBy('sequence').first();
    const begin = Math.max(after?.sequence ?? 0, startOf(head, first));
    const links = await chain()
      .where('sequence', '>', begin)
      .orderBy('sequence')
      .limit(limit);
    const items = await withEntries(trx, links);
    return {
      head,
      first,
      items,
      pruning: await readPruning(trx, head),
      known: known && (await chain().where(at(known)).first()),
      before: after && (await chain().where(at(after)).first()),
      erasures: await readErasures(trx, items),
    };
  });
}

/** The checkpoint of a pruned log is a link without an entry, and is not walked over. */
function startOf({ prunedBy }: LockedHead, first?: LogChainRow): number {
  return prunedBy !== undefined && first ? Number(first.sequence) : 0;
}

function at({ sequence }: LogHead) {
  return { sequence };
}

async function withEntries(
  trx: Knex.Transaction,
  links: LogChainRow[],
): Promise<ChainItem[]> {
  const ids = links.map(link => link.entry_id);
  const entries = await trx<LogEntryRow>('log_entries').whereIn('id', ids);
  const transitions = await trx<TransitionRow>('transitions').whereIn(
    'entry_id',
    ids,
  );
  const entryBy = new Map(entries.map(row => [Number(row.id), row]));
  const transitionBy = new Map(
    transitions.map(row => [Number(row.entry_id), row]),
  );
  return links.map(link => ({
    link,
    entry: entryBy.get(Number(link.entry_id)),
    transition: transitionBy.get(Number(link.entry_id)),
  }));
}

async function readPruning(
  trx: Knex.Transaction,
  { prunedBy }: LockedHead,
): Promise<ChainItem | undefined> {
  if (prunedBy === undefined) return undefined;
  const links = await trx<LogChainRow>('log_chain').where({
    entry_id: prunedBy,
  });
  const [item] = await withEntries(trx, links);
  return item;
}

async function readErasures(trx: Knex.Transaction, items: ChainItem[]) {
  const ids = [...new Set(items.flatMap(item => item.entry?.erased_by ?? []))];
  const entries = await trx<LogEntryRow>('log_entries')
    .whereIn('id', ids)
    .where({ kind: 'erased' });
  const links = await trx<LogChainRow>('log_chain').whereIn('entry_id', ids);
  const linkBy = new Map(links.map(link => [Number(link.entry_id), link]));
  return new Map(
    entries.map(entry => {
      const id = Number(entry.id);
      return [id, { entry, link: linkBy.get(id) }];
    }),
  );
}
