import type { Knex } from 'knex';
import { appendManyWithDetailElsewhere } from './appendToLog';
import type { TransitionRow } from './rows';
import { transitionContent } from './transitionContent';

const batchSize = 200;

/**
 * Gives transitions an entry that have none: those from before the log, and those that a replica of the release before
 * writes while a new one runs already. Their entries say so, and commit to nothing that they rest on.
 *
 * @remarks
 * Race: two replicas may adopt at once. On PostgreSQL the second waits for the first, and then finds the rows adopted: it
 * must not skip them, because entries are in the order in which the verdicts of a usage changed, and because who comes
 * back from here goes by it that all that was written before has an entry. SQLite has one writer. The unique index on the
 * entry is behind that.
 *
 * @returns how many
 */
export async function adoptTransitions(options: {
  knex: Knex;
}): Promise<number> {
  const { knex } = options;
  const waiting = await unlogged(knex).first('id');
  if (!waiting) return 0;
  return knex.transaction(async trx => {
    const rows = unlogged(trx).orderBy('id').limit(batchSize);
    const free: TransitionRow[] = await rows.forUpdate();
    const ids = await appendManyWithDetailElsewhere({
      trx,
      entries: free.map(row => ({
        kind: 'transition',
        at: row.at,
        content: { ...transitionContent(row), adopted: true },
        detail: row.content,
      })),
    });
    for (const [i, { id }] of free.entries())
      await trx('transitions').where({ id }).update({ entry_id: ids[i] });
    return free.length;
  });
}

function unlogged(knex: Knex) {
  return knex<TransitionRow>('transitions').whereNull('entry_id');
}
