import type { Knex } from 'knex';
import { appendToLog } from './appendToLog';
import { parsed } from './parsed';
import type { ToldVersion } from './registryVersionContent';
import type { LogEntryRow } from './rows';

/**
 * Tells again which governed version of the acceptance list is in force, where the entry that did is about to be pruned:
 * without one the list would seem never to have been seeded, and whoever writes the configuration could seed another
 * (S9.5). Who approved it is not told again; that is as old as the retention lets anything become.
 *
 * @remarks
 * Race: called by whoever holds the head of the log, before the entry about the pruning.
 */
export async function restateRegistry(
  trx: Knex.Transaction,
  pruned: readonly (number | string)[],
  at: string,
): Promise<void> {
  const entries: Pick<LogEntryRow, 'id' | 'content'>[] = await trx(
    'log_entries',
  )
    .whereRaw("kind = 'registry-version'")
    .select('id', 'content');
  const gone = new Set(pruned.map(Number));
  const governed = entries.flatMap(({ id, content }) => {
    const told = parsed<ToldVersion>(content);
    const isGoverned = told?.source === 'seed' || told?.source === 'proposal';
    return isGoverned
      ? [
          {
            number: Number(told?.number),
            content,
            isGone: gone.has(Number(id)),
          },
        ]
      : [];
  });
  const newest = Math.max(...governed.map(({ number }) => number));
  const inForce = governed.filter(({ number }) => number === newest);
  if (inForce.length === 0 || inForce.some(({ isGone }) => !isGone)) return;
  await appendToLog({
    trx,
    entry: {
      kind: 'registry-version',
      at,
      content: JSON.parse(inForce[0].content),
    },
  });
}
