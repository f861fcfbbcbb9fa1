import type { Knex } from 'knex';
import { isPostgres } from '../store/dialect';
import { appendWithDetailElsewhere } from './appendToLog';
import type { TransitionRow } from './rows';
import { transitionContent } from './transitionContent';

const batchSize = 200;

/**
 * Gives transitions an entry that have none: those from before the log, and those that a replica of the release before
 * writes while a new one runs already. Their entries say so, and commit to nothing that they rest on.
 *
 * @remarks
 * Race: two replicas may adopt at once. On PostgreSQL the rows are locked and locked ones are skipped; on SQLite there
 * is one writer. The unique index on the entry is behind that.
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
    const free: TransitionRow[] = await (isPostgres(trx)
      ? rows.forUpdate().skipLocked()
      : rows);
    for (const row of free) {
      const id = await appendWithDetailElsewhere({
        trx,
        entry: {
          kind: 'transition',
          at: row.at,
          content: { ...transitionContent(row), adopted: true },
        },
        detail: row.content,
      });
      await trx('transitions').where({ id: row.id }).update({ entry_id: id });
    }
    return free.length;
  });
}

function unlogged(knex: Knex) {
  return knex<TransitionRow>('transitions').whereNull('entry_id');
}
