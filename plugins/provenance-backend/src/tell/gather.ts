import { listNews, mostNews, readFirstUsageAt, writeMessages } from '../store';
import { dueRows } from './dueRows';
import { messagesFor } from './messagesFor';
import { firstLook } from './newsOf';
import type { OutboxRow } from './OutboxRow';
import { ownersOf } from './ownersOf';
import type { TellContext } from './TellContext';

/** What is seen for the first time this long after a portal's first usage belongs to its first discovery. */
const firstDiscoveryMs = 24 * 3_600_000;

/**
 * Makes messages of what waits in the outbox.
 *
 * @returns how many, those that are held for a summary included
 * @throws where the catalog or the database does not answer; everything then waits
 */
export async function gather(context: TellContext): Promise<number> {
  const { knex, clock, settings, sinks } = context;
  const now = clock.now();
  const toldAfter = new Date(now.getTime() - settings.windowMs).toISOString();
  const waiting = await listNews({ knex, toldAfter });
  // What waits for the rest of its root cause must not keep what lies behind it from being read.
  const isFull = waiting.length >= mostNews;
  const rows = isFull ? waiting : dueRows(waiting, settings, now);
  if (rows.length === 0) return 0;
  const drafts = messagesFor(rows, {
    ...settings,
    owners: await ownersFor(rows, context),
    isFirstDiscovery: await isFirstDiscovery(rows, context, now),
  });
  const written = await writeMessages({
    knex,
    rows,
    drafts,
    sinks: sinks.map(({ name }) => name),
    // Both by the same window: a root cause comes again when its recipients may be told again.
    spentAfter: toldAfter,
    now: now.toISOString(),
  });
  return written ? drafts.length : 0;
}

async function ownersFor(
  rows: OutboxRow[],
  context: TellContext,
): Promise<ReadonlyMap<string, string[]>> {
  if (!context.settings.owners) return new Map();
  const refs = rows.flatMap(row => row.entity_ref ?? []);
  return ownersOf(refs, context);
}

async function isFirstDiscovery(
  rows: OutboxRow[],
  { knex }: TellContext,
  now: Date,
): Promise<boolean> {
  if (!rows.some(row => row.cause === firstLook)) return false;
  const first = await readFirstUsageAt({ knex });
  return (
    first !== undefined && now.getTime() - Date.parse(first) < firstDiscoveryMs
  );
}
