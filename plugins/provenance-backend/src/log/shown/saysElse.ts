import type { IntegrityDifference } from '@countersign/backstage-plugin-provenance-common';
import type { JudgementRow } from '../../store/rows';
import { cut, difference, inEntry } from './difference';
import type { NewestTransition } from './newestTransitions';

/** Whether a row has the verdict, the reason and the decision of the newest transition. */
export function saysElse(
  table: string,
  id: string,
  row: Pick<JudgementRow, 'verdict' | 'reason_code' | 'decision'>,
  newest: NewestTransition,
): IntegrityDifference[] {
  const columns = ['verdict', 'reason_code', 'decision'] as const;
  const wrong = columns
    // An older release kept no change of the decision alone.
    .filter(column => column !== 'decision' || newest.tellsDecisions)
    .find(column => row[column] !== newest[column]);
  if (!wrong) return [];
  const { sequence } = newest;
  const said = `usage ${id} says ${cut(row[wrong])}`;
  const told = `the log says ${cut(newest[wrong])} (${inEntry(sequence)})`;
  return [difference(table, id, `${said}, ${told}`, sequence)];
}
