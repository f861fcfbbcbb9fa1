import type {
  Decision,
  Digest,
  ReasonCode,
  Verdict,
} from '@countersign/domain';
import type { Knex } from 'knex';
import {
  applyKeyset,
  type Listed,
  type ListOrder,
  type ListPosition,
} from '../keyset';

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
  /** Null where the release that wrote it did not keep it. */
  from_decision: Decision | null;
  content: string;
  /** JSON: what its entry in the log commits to; null until the sealer comes by. */
  entry: string | null;
  /** What the usage ran then; absent where the state is not kept any more. */
  state?: { reference: string; digest: Digest | null };
}

/**
 * One page of what a usage's verdict was and why, each with what the usage ran then. The caller has made sure that the
 * viewer may see the usage.
 *
 * @remarks
 * Race: transitions are only added, and before the first page. Of states, one statement reads the one that each
 * transition of the page needs: a usage has as many as it had releases.
 */
export async function listTransitions(options: {
  knex: Knex;
  usageId: string;
  after?: ListPosition;
  limit: number;
}): Promise<Listed<ShownTransition>> {
  const { knex, usageId, after, limit } = options;
  const own = () => knex('transitions').where({ usage_id: usageId });
  const page = own()
    .limit(limit)
    .select('transitions.*', stateAt(knex).as('state_id'));
  applyKeyset(page, transitionOrder, after);
  const rows: RowWithState[] = await knex
    .from(page.as('transitions'))
    .leftJoin('log_entries', 'log_entries.id', 'transitions.entry_id')
    .leftJoin('usage_states', 'usage_states.id', 'transitions.state_id')
    .orderBy(transitionOrder.columns.map(({ name }) => newestFirst(name)))
    .select(
      'transitions.*',
      'log_entries.content as entry',
      'usage_states.reference as reference',
      'usage_states.digest as digest',
    );
  const [{ total }] = await own().count({ total: '*' });
  const found = rows.map(row => ({
    row: shown(row),
    at: [row.at, Number(row.id)],
  }));
  return { found, total: Number(total) };
}

type RowWithState = Omit<ShownTransition, 'state'> & {
  reference: string | null;
  digest: Digest | null;
};

/** The state that was in force at a transition: the newest that had begun by then. */
function stateAt(knex: Knex): Knex.QueryBuilder {
  return knex('usage_states')
    .whereRaw('usage_states.usage_id = transitions.usage_id')
    .whereRaw('usage_states.valid_from <= transitions.at')
    .orderBy(['usage_states.valid_from', 'usage_states.id'].map(newestFirst))
    .limit(1)
    .select('usage_states.id');
}

function newestFirst(column: string) {
  return { column, order: 'desc' as const };
}

function shown({ reference, digest, ...row }: RowWithState): ShownTransition {
  return reference === null ? row : { ...row, state: { reference, digest } };
}
