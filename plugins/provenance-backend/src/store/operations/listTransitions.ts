import type { ReasonCode, Verdict } from '@countersign/domain';
import type { Knex } from 'knex';
import {
  applyKeyset,
  type Listed,
  type ListOrder,
  type ListPosition,
} from '../keyset';
import type { UsageStateRow } from '../rows';

/** Newest first; of one instant the one that was written last. */
export const transitionOrder: ListOrder = {
  columns: [
    { name: 'transitions.at', kind: 'text' },
    { name: 'transitions.id', kind: 'serial' },
  ],
  direction: 'desc',
};

/** A row of `transitions`, as far as it is shown. */
export interface ShownTransition {
  id: number | string;
  at: string;
  from_verdict: Verdict | null;
  from_reason_code: ReasonCode | null;
  content: string;
  /** JSON: what its entry in the log commits to; null until the sealer comes by. */
  entry: string | null;
  /** What the usage ran then; absent where the state is not kept any more. */
  state?: Pick<UsageStateRow, 'reference' | 'digest'>;
}

/**
 * One page of what a usage's verdict was and why, each with what the usage ran then. The caller has made sure that the
 * viewer may see the usage.
 *
 * @remarks Race: transitions are only added, and before the first page.
 */
export async function listTransitions(options: {
  knex: Knex;
  usageId: string;
  after?: ListPosition;
  limit: number;
}): Promise<Listed<ShownTransition>> {
  const { knex, usageId, after, limit } = options;
  const of = (table: string) => knex(table).where({ usage_id: usageId });
  const page = of('transitions')
    .leftJoin('log_entries', 'log_entries.id', 'transitions.entry_id')
    .limit(limit)
    .select('transitions.*', 'log_entries.content as entry');
  applyKeyset(page, transitionOrder, after);
  const rows: ShownTransition[] = await page;
  const states: UsageStateRow[] = await of('usage_states').orderBy(
    'id',
    'desc',
  );
  const [{ total }] = await of('transitions').count({ total: '*' });
  const found = rows.map(row => ({
    row: { ...row, state: states.find(state => state.valid_from <= row.at) },
    at: [row.at, Number(row.id)],
  }));
  return { found, total: Number(total) };
}
