import type { Knex } from 'knex';
import { appendWithDetailElsewhere } from './appendToLog';
import type { TransitionRow } from './rows';
import { transitionContent } from './transitionContent';
import type { VerdictBasis } from './VerdictBasis';

/**
 * Writes a transition and its entry in the log, which commits to what the verdict rests on (S10.2).
 *
 * @remarks Race: none of its own; runs in the transaction that makes the judgement the one in force.
 */
export async function appendTransition(options: {
  trx: Knex.Transaction;
  transition: Omit<TransitionRow, 'id' | 'entry_id'>;
  /** Hash of the configuration under which was judged. */
  generation: string;
  /** Absent where a verdict was computed from nothing that is stored. */
  restsOn?: VerdictBasis;
}): Promise<void> {
  const { trx, transition, generation, restsOn } = options;
  const entryId = await appendWithDetailElsewhere({
    trx,
    entry: {
      kind: 'transition',
      at: transition.at,
      content: {
        ...transitionContent(transition),
        generation,
        ...(restsOn && { restsOn: { ...restsOn } }),
      },
    },
    detail: transition.content,
  });
  await trx('transitions').insert({ ...transition, entry_id: entryId });
}
