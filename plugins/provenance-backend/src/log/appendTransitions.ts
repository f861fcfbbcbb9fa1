import type { Knex } from 'knex';
import { batchesOf } from '../store/batchesOf';
import { appendManyWithDetailElsewhere } from './appendToLog';
import type { TransitionRow } from './rows';
import { transitionContent } from './transitionContent';
import type { VerdictBasis } from './VerdictBasis';

interface TransitionToAppend {
  row: Omit<TransitionRow, 'id' | 'entry_id'>;
  /** Hash of the configuration under which was judged. */
  generation: string;
  /** Absent where the verdict was computed from nothing that is stored. */
  restsOn?: VerdictBasis;
}

/**
 * Writes transitions and their entries in the log, which commit to what the verdicts rest on (S10.2).
 *
 * @remarks Race: none of its own; runs in the transaction that makes the judgements the ones in force.
 */
export async function appendTransitions(options: {
  trx: Knex.Transaction;
  transitions: TransitionToAppend[];
}): Promise<void> {
  for (const transitions of batchesOf(options.transitions))
    await append(options.trx, transitions);
}

async function append(
  trx: Knex.Transaction,
  transitions: TransitionToAppend[],
) {
  const ids = await appendManyWithDetailElsewhere({
    trx,
    entries: transitions.map(({ row, generation, restsOn }) => ({
      kind: 'transition',
      at: row.at,
      content: {
        ...transitionContent(row),
        generation,
        ...(restsOn && { restsOn: { ...restsOn } }),
      },
      detail: row.content,
    })),
  });
  await trx('transitions').insert(
    transitions.map(({ row }, i) => ({ ...row, entry_id: ids[i] })),
  );
}
